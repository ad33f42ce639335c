-- Shows the last seal. No row: nothing has been sealed.
SELECT minute, audit_ids, digests, former, chain
FROM audit_seals
ORDER BY minute DESC
LIMIT 1
