-- Shows a patient's record as it was known at a moment. No row: it was not known then.
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
WHERE patient_id = %(patient_id)s AND bucket = %(bucket)s AND updated_at <= %(as_of)s
UNION ALL
SELECT
    former.patient_id,
    former.name,
    former.gender,
    former.birth_date,
    former.spo2_low,
    former.spo2_high,
    former.spo2_prescriber,
    former.spo2_reason,
    former.spo2_prescribed_on,
    former.spo2_review_on,
    former.pregnancy,
    former.pregnancy_since,
    former.version,
    patients.created_at,
    former.written_at
FROM patient_history AS former
INNER JOIN patients
    ON former.patient_id = patients.patient_id AND former.bucket = patients.bucket
WHERE
    former.patient_id = %(patient_id)s
    AND former.bucket = %(bucket)s
    AND former.written_at <= %(as_of)s
    AND former.created_at > %(as_of)s
