-- Shows a session that still stands, whichever tokens it has by now. No row: it has ended, or its
-- account is disabled.
SELECT sessions.session_id, sessions.version
FROM sessions
INNER JOIN accounts ON sessions.account_id = accounts.account_id
WHERE
    sessions.session_id = %(session_id)s
    AND sessions.ended_at IS NULL
    AND accounts.disabled_at IS NULL
