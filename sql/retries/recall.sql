-- Shows the answer that was given under a key. No row: the key is new.
SELECT request_digest, status, headers, body
FROM retries
WHERE asker = %(asker)s AND retry_key = %(retry_key)s
