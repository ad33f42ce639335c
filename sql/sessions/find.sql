-- Shows a live session by its id. No row: it ended, or never was.
SELECT
    session_id,
    account_id,
    device,
    access_token,
    refresh_token,
    access_token_expires_at,
    refresh_token_expires_at,
    spent,
    version,
    created_at
FROM sessions
WHERE session_id = %(session_id)s AND ended_at IS NULL
