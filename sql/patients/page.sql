-- Lists patients after one of them, in the order of their ids; a fan-out over all buckets is meant.
SELECT
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
FROM patients
WHERE patient_id > %(after)s
ORDER BY patient_id
LIMIT %(limit)s
