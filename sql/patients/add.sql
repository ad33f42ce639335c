-- Takes a patient into the record. No row: the id is taken.
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
VALUES (
    %(patient_id)s,
    %(bucket)s,
    %(name)s,
    %(gender)s,
    %(birth_date)s,
    1,
    %(by)s,
    %(by)s,
    %(at)s,
    %(at)s
)
ON CONFLICT (patient_id, bucket) DO NOTHING
RETURNING
    patient_id,
    name,
    gender,
    birth_date,
    spo2_low,
    spo2_high,
    spo2_prescriber,
    spo2_reason,
    spo2_prescribed_on,
    spo2_review_on,
    pregnancy,
    pregnancy_since,
    version,
    created_at,
    updated_at
