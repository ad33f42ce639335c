-- Shows what a login is checked against. No row: nobody has this id, or nobody any more.
SELECT account_id, password_hash, role
FROM accounts
WHERE account_id = %(account_id)s AND disabled_at IS NULL
