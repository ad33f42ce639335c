-- Empties the place beside the record where patients were laid, and counts them.
WITH cleared AS (
    DELETE FROM staged_patients
    RETURNING line
)

SELECT count(*) AS tally
FROM cleared
