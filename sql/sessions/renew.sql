-- Swaps new tokens in. No row: the session ended, or changed since it was read.
UPDATE sessions
SET
    access_token = %(access_token)s,
    refresh_token = %(refresh_token)s,
    access_token_expires_at = %(access_token_expires_at)s,
    spent = %(spent)s::bytea [],
    version = version + 1,
    updated_at = greatest(updated_at, %(at)s)
WHERE session_id = %(session_id)s AND version = %(version)s AND ended_at IS NULL
RETURNING session_id, version
