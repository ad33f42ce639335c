-- Shows a live session by its id. No row: it ended, or never was.
SELECT
    sessions.session_id,
    sessions.account_id,
    sessions.device,
    sessions.access_token,
    sessions.refresh_token,
    sessions.access_token_expires_at,
    sessions.refresh_token_expires_at,
    sessions.spent,
    sessions.version,
    sessions.created_at,
    accounts.role
FROM sessions
INNER JOIN accounts ON sessions.account_id = accounts.account_id
WHERE
    sessions.session_id = %(session_id)s
    AND sessions.ended_at IS NULL
    AND accounts.disabled_at IS NULL
