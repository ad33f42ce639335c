-- Disables an account, which ends its sessions at once. No row: there is none, or none any more.
WITH disabled AS (
    UPDATE accounts
    SET disabled_at = %(at)s, updated_at = greatest(updated_at, %(at)s)
    WHERE account_id = %(account_id)s AND disabled_at IS NULL
    RETURNING account_id, name, role, created_at, disabled_at
),

ended AS (
    UPDATE sessions
    SET ended_at = %(at)s, version = version + 1, updated_at = greatest(updated_at, %(at)s)
    WHERE account_id = %(account_id)s AND ended_at IS NULL
)

SELECT account_id AS id, name, role, created_at, disabled_at
FROM disabled
