-- Shows a patient's record as it stands. No row: there is no such patient.
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
WHERE patient_id = %(patient_id)s AND bucket = %(bucket)s
