-- Takes the readings of refused lines away again, and counts them.
WITH dropped AS (
    DELETE FROM staged_vitals
    WHERE line = any(%(lines)s::integer [])
    RETURNING line
)

SELECT count(*) AS tally
FROM dropped
