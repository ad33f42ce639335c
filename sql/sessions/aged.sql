-- Lists sessions after one of them whose tokens rest under another key than the one that writes.
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
    sessions.session_id > %(after)s
    AND (
        substring(sessions.access_token FROM 1 FOR 1) <> %(writes)s
        OR substring(sessions.refresh_token FROM 1 FOR 1) <> %(writes)s
    )
ORDER BY sessions.session_id
LIMIT %(limit)s
