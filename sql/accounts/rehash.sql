-- Swaps a password's hash for one with today's parameters. No row: somebody else was quicker.
UPDATE accounts
SET password_hash = %(password_hash)s, updated_at = greatest(updated_at, %(at)s)
WHERE account_id = %(account_id)s AND password_hash = %(former_hash)s
RETURNING account_id, password_hash, role
