-- Moves the readings whose patient is not in the record to where they wait, and counts them.
WITH moved AS (
    DELETE FROM staged_vitals
    WHERE
        NOT EXISTS (
            SELECT 1
            FROM patients AS known
            WHERE
                staged_vitals.patient_id = known.patient_id
                AND staged_vitals.bucket = known.bucket
        )
    RETURNING line, vital_id, bucket, patient_id, recorded_at, vital_type, value
),

waiting AS (
    INSERT INTO waiting_vitals (
        line, vital_id, bucket, patient_id, recorded_at, vital_type, value
    )
    SELECT line, vital_id, bucket, patient_id, recorded_at, vital_type, value
    FROM moved
    RETURNING line
)

SELECT count(*) AS tally
FROM waiting
