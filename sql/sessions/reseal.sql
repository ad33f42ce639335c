-- Swaps in the same tokens under another key. No row: the session changed since it was read.
UPDATE sessions
SET
    access_token = %(access_token)s,
    refresh_token = %(refresh_token)s,
    updated_at = greatest(updated_at, %(at)s)
WHERE session_id = %(session_id)s AND version = %(version)s
RETURNING session_id, version
