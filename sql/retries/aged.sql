-- Lists answers after one of them that rest under another key than the one that writes; what an
-- import keeps, whose asker has a blank in it, is no secret and lies open.
SELECT asker, retry_key, request_digest, body
FROM retries
WHERE
    (asker, retry_key) > (%(after_asker)s, %(after_key)s)
    AND position(' ' IN asker) = 0
    AND substring(body FROM 1 FOR 1) <> %(writes)s
ORDER BY asker, retry_key
LIMIT %(limit)s
