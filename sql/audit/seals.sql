-- Lists the seals after a minute, the oldest first.
SELECT minute, audit_ids, digests, former, chain
FROM audit_seals
WHERE minute > %(after)s
ORDER BY minute
LIMIT %(limit)s
