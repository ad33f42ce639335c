-- Swaps a corrected value in and keeps the former version. No row: no such reading, somebody wrote
-- since, or its kind does not admit the value.
WITH corrected AS (
    UPDATE vitals
    SET
        value = %(value)s,
        vital_type = coalesce(%(vital_type)s, vital_type),
        version = version + 1,
        updated_by = %(by)s,
        updated_at = greatest(updated_at, %(at)s)
    WHERE
        vital_id = %(vital_id)s
        AND bucket = %(bucket)s
        AND version = %(version)s
        AND NOT struck
        AND coalesce(%(vital_type)s, vital_type) = ANY(%(admitting)s::text [])
    RETURNING
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        created_at,
        updated_at
),

kept AS (
    INSERT INTO vital_history (
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        written_by,
        written_at,
        superseded_by,
        change,
        reason_code,
        reason,
        created_at,
        updated_at
    )
    SELECT
        former.vital_id,
        former.bucket,
        former.patient_id,
        former.recorded_at,
        former.vital_type,
        former.value,
        former.version,
        former.updated_by,
        former.updated_at,
        %(by)s,
        'corrected',
        %(reason_code)s,
        %(reason)s,
        corrected.updated_at,
        corrected.updated_at
    FROM vitals AS former
    INNER JOIN corrected
        ON former.vital_id = corrected.vital_id AND former.bucket = corrected.bucket
    WHERE former.vital_id = %(vital_id)s AND former.bucket = %(bucket)s
)

SELECT
    vital_id,
    patient_id,
    recorded_at,
    vital_type,
    trim_scale(value) AS value,
    version,
    created_at,
    updated_at
FROM corrected
