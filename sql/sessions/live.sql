-- Shows the live session of an account on a device. No row: there is none.
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
WHERE account_id = %(account_id)s AND device = %(device)s AND ended_at IS NULL
