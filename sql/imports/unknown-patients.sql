-- Lists the lines with readings of a patient who is not in the record, and how many there are. No
-- row: all are known.
SELECT staged.line, 'patient_id' AS field, count(*) OVER () AS total
FROM staged_vitals AS staged
LEFT JOIN patients AS known
    ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
WHERE known.patient_id IS NULL
GROUP BY staged.line
ORDER BY staged.line
LIMIT %(limit)s
