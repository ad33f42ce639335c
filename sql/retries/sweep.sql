-- Forgets the answers that are older than they need to be. No row: there were none.
DELETE FROM retries
WHERE created_at < %(before)s
RETURNING request_digest, status, headers, body
