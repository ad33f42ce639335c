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
    RETURNING patient_id, bucket, name, gender, birth_date, version, created_at, updated_at
),

kept AS (
    INSERT INTO patient_history (
        patient_id,
        bucket,
        name,
        gender,
        birth_date,
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

SELECT patient_id, name, gender, birth_date, version, created_at, updated_at
FROM revised
