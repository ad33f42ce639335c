-- Lists the lines that do not go with the record, and the fields that show it: facts of a patient that
-- the record has otherwise, readings of a patient who is not in it, an id that another reading has, in
-- the record or in a line of the same batch. No row: all agree. That a reading was corrected since
-- makes it no other.
SELECT misfit.line, array_agg(DISTINCT misfit.field) AS fields
FROM (
    SELECT
        staged.line,
        CASE
            WHEN staged.name <> known.name THEN 'name'
            WHEN staged.gender <> known.gender THEN 'gender'
            ELSE 'birth_date'
        END AS field
    FROM staged_patients AS staged
    INNER JOIN patients AS known
        ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
    WHERE
        (staged.name, staged.gender, staged.birth_date)
        <> (known.name, known.gender, known.birth_date)
    UNION ALL
    SELECT staged.line, 'patient_id' AS field
    FROM staged_vitals AS staged
    LEFT JOIN patients AS known
        ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
    WHERE known.patient_id IS NULL
    UNION ALL
    SELECT staged.line, 'vital_id' AS field
    FROM staged_vitals AS staged
    INNER JOIN vitals AS known
        ON staged.vital_id = known.vital_id AND staged.bucket = known.bucket
    WHERE
        (staged.patient_id, staged.recorded_at) <> (known.patient_id, known.recorded_at)
        OR (
            staged.created_at = known.created_at
            AND (staged.vital_type, staged.value) <> (known.vital_type, known.value)
        )
) AS misfit
GROUP BY misfit.line
ORDER BY misfit.line
