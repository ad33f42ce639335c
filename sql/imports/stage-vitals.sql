-- Lays the readings that lines of a file hold beside the record, and counts them.
WITH staged AS (
    INSERT INTO staged_vitals (
        line,
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        created_at,
        updated_at
    )
    SELECT line, vital_id, bucket, patient_id, recorded_at, vital_type, value, %(at)s, %(at)s
    FROM unnest(
        %(lines)s::integer [],
        %(vital_ids)s::uuid [],
        %(buckets)s::smallint [],
        %(patient_ids)s::text [],
        %(recorded_ats)s::timestamptz [],
        %(vital_types)s::text [],
        %(values)s::numeric []
    ) AS said (line, vital_id, bucket, patient_id, recorded_at, vital_type, value)
    RETURNING line
)

SELECT count(*) AS tally
FROM staged
