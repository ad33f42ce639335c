-- Shows what a login is checked against. No row: nobody has this id.
SELECT account_id, password_hash
FROM accounts
WHERE account_id = %(account_id)s
