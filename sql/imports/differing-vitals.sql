-- Lists the lines whose id another reading has, in the record or in a line of the same batch, and how
-- many there are. No row: there are none. That a reading was corrected since makes it no other.
SELECT staged.line, 'vital_id' AS field, count(*) OVER () AS total
FROM staged_vitals AS staged
INNER JOIN vitals AS known
    ON staged.vital_id = known.vital_id AND staged.bucket = known.bucket
WHERE
    (staged.patient_id, staged.recorded_at) <> (known.patient_id, known.recorded_at)
    OR (
        staged.created_at = known.created_at
        AND (staged.vital_type, staged.value) <> (known.vital_type, known.value)
    )
ORDER BY staged.line
LIMIT %(limit)s
