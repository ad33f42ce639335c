-- Lists accounts after one of them, in the order of their ids.
SELECT account_id AS id, name, role, created_at, disabled_at
FROM accounts
WHERE account_id > %(after)s
ORDER BY account_id
LIMIT %(limit)s
