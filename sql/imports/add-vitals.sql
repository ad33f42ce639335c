-- Takes the staged readings into the record that are not in it, and counts them.
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
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        1,
        %(batch_id)s,
        %(by)s,
        %(by)s,
        created_at,
        updated_at
    FROM staged_vitals
    ON CONFLICT (vital_id, bucket) DO NOTHING
    RETURNING vital_id
)

SELECT count(*) AS tally
FROM added
