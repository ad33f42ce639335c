-- Opens an account. No row: the id is taken.
INSERT INTO accounts (account_id, name, password_hash, role, created_at, updated_at)
VALUES (%(account_id)s, %(name)s, %(password_hash)s, %(role)s, %(at)s, %(at)s)
ON CONFLICT (account_id) DO NOTHING
RETURNING account_id AS id, name, role, created_at
