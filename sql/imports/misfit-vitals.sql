-- Lists the lines that were not taken in, and the field that shows why: readings of a patient who is
-- not in the record, or an id that another reading has, in the record or in a line of the same batch.
-- No row: all agree. That a reading was corrected or struck out since makes it no other.
SELECT
    staged.line,
    ARRAY[CASE WHEN known.patient_id IS NULL THEN 'patient_id' ELSE 'vital_id' END] AS fields
FROM staged_vitals AS staged
LEFT JOIN patients AS known
    ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
LEFT JOIN vitals AS other
    ON staged.vital_id = other.vital_id AND staged.bucket = other.bucket
WHERE
    known.patient_id IS NULL
    OR (staged.patient_id, staged.recorded_at) <> (other.patient_id, other.recorded_at)
    OR (
        other.version = 1
        AND (staged.vital_type, staged.value) <> (other.vital_type, other.value)
    )
GROUP BY staged.line, fields
ORDER BY staged.line
