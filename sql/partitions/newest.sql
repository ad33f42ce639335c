-- Shows the greatest id of a reading; a fan-out over all buckets is meant. No row: there is none.
SELECT vital_id
FROM vitals
ORDER BY vital_id DESC
LIMIT 1
