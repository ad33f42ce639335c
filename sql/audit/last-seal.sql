-- Shows what the next seal is chained to. No row: nothing is sealed yet.
SELECT chain
FROM audit_seals
ORDER BY minute DESC
LIMIT 1
