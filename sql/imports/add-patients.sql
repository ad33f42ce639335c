-- Takes the staged patients into the record who are not in it, each as the first line says, and
-- counts them.
WITH added AS (
    INSERT INTO patients (
        patient_id,
        bucket,
        name,
        gender,
        birth_date,
        version,
        created_by,
        updated_by,
        created_at,
        updated_at
    )
    SELECT DISTINCT ON (patient_id)
        patient_id,
        bucket,
        name,
        gender,
        birth_date,
        1,
        %(by)s,
        %(by)s,
        %(at)s,
        %(at)s
    FROM staged_patients
    ORDER BY patient_id, line
    ON CONFLICT (patient_id, bucket) DO NOTHING
    RETURNING patient_id
)

SELECT count(*) AS tally
FROM added
