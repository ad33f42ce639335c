-- Swaps a revision in and keeps the former version. No row: no such patient, or somebody wrote since.
WITH revised AS (
    UPDATE patients
    SET
        name = %(name)s,
        gender = %(gender)s,
        birth_date = %(birth_date)s,
        version = version + 1,
        updated_by = %(by)s,
        updated_at = greatest(updated_at, %(at)s)
    WHERE patient_id = %(patient_id)s AND bucket = %(bucket)s AND version = %(version)s
    RETURNING
        bucket,
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
),

kept AS (
    INSERT INTO patient_history (
        patient_id,
        bucket,
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
        written_by,
        written_at,
        superseded_by,
        created_at,
        updated_at
    )
    SELECT
        former.patient_id,
        former.bucket,
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
        former.updated_by,
        former.updated_at,
        %(by)s,
        revised.updated_at,
        revised.updated_at
    FROM patients AS former
    INNER JOIN revised ON former.patient_id = revised.patient_id AND former.bucket = revised.bucket
    WHERE former.bucket = %(bucket)s
)

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
FROM revised
