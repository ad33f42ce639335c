-- Lays the readings that waited beside the record again, and counts them.
WITH staged AS (
    INSERT INTO staged_vitals (
        line, vital_id, bucket, patient_id, recorded_at, vital_type, value
    )
    SELECT line, vital_id, bucket, patient_id, recorded_at, vital_type, value
    FROM waiting_vitals
    RETURNING line
)

SELECT count(*) AS tally
FROM staged
