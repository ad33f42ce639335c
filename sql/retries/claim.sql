-- Claims a key for one request, waiting for whoever holds it. No row: it was used before.
INSERT INTO retries (asker, retry_key, request_digest, created_at, updated_at)
VALUES (%(asker)s, %(retry_key)s, %(request_digest)s, %(at)s, %(at)s)
ON CONFLICT (asker, retry_key) DO NOTHING
RETURNING request_digest, status, headers, body
