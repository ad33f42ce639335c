-- Swaps in the same answer under another key. No row: it was forgotten, or sealed anew meanwhile.
UPDATE retries
SET body = %(body)s, updated_at = %(at)s
WHERE asker = %(asker)s AND retry_key = %(retry_key)s AND body = %(former)s
RETURNING asker, retry_key, request_digest, body
