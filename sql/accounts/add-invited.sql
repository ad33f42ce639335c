-- Opens an account and uses an invitation up. No row: the id is taken, or the invitation is unknown,
-- used or over.
WITH used AS (
    UPDATE invites
    SET used_by = %(account_id)s, updated_at = %(at)s
    WHERE
        code_digest = %(code_digest)s
        AND used_by IS NULL
        AND expires_at > %(at)s
        AND NOT EXISTS (SELECT 1 FROM accounts WHERE account_id = %(account_id)s)
    RETURNING role
)

INSERT INTO accounts (account_id, name, password_hash, role, created_at, updated_at)
SELECT %(account_id)s, %(name)s, %(password_hash)s, role, %(at)s, %(at)s
FROM used
ON CONFLICT (account_id) DO NOTHING
RETURNING account_id AS id, name, role, created_at
