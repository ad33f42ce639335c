-- Keeps an answer under the key that was claimed for it, in the same transaction.
UPDATE retries
SET status = %(status)s, headers = %(headers)s, body = %(body)s, updated_at = %(at)s
WHERE asker = %(asker)s AND retry_key = %(retry_key)s
RETURNING request_digest, status, headers, body
