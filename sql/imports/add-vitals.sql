-- Takes the staged readings of patients in the record into it that are not there, and counts them; in
-- the order of their ids, which is that of the index, and of two under one id the first.
WITH added AS (
    INSERT INTO vitals (
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        batch_id,
        created_by,
        updated_by,
        created_at,
        updated_at
    )
    SELECT
        staged.vital_id,
        staged.bucket,
        staged.patient_id,
        staged.recorded_at,
        staged.vital_type,
        staged.value,
        1,
        %(batch_id)s,
        %(by)s,
        %(by)s,
        %(at)s,
        %(at)s
    FROM staged_vitals AS staged
    INNER JOIN patients AS known
        ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
    ORDER BY staged.vital_id, staged.line
    ON CONFLICT (vital_id, bucket) DO NOTHING
    RETURNING vital_id
)

SELECT count(*) AS tally
FROM added
