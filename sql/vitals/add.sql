-- Takes a reading into its patient's record. No row: there is no such patient.
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
    %(vital_id)s,
    bucket,
    patient_id,
    %(recorded_at)s,
    %(vital_type)s,
    %(value)s,
    1,
    %(batch_id)s,
    %(by)s,
    %(by)s,
    %(at)s,
    %(at)s
FROM patients
WHERE patient_id = %(patient_id)s AND bucket = %(bucket)s
RETURNING
    vital_id,
    patient_id,
    recorded_at,
    vital_type,
    trim_scale(value) AS value,
    version,
    created_at,
    updated_at
