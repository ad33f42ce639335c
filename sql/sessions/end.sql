-- Ends a session at once, for every server process. No row: it had ended.
UPDATE sessions
SET ended_at = %(at)s, version = version + 1, updated_at = greatest(updated_at, %(at)s)
WHERE session_id = %(session_id)s AND ended_at IS NULL
RETURNING session_id, version
