-- Empties the place beside the record where readings were laid, and counts them.
WITH cleared AS (
    DELETE FROM staged_vitals
    RETURNING line
)

SELECT count(*) AS tally
FROM cleared
