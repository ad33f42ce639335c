-- Strikes a reading out, entered in error, and keeps the former version. No row: no such reading, or
-- somebody wrote since.
WITH struck_out AS (
    UPDATE vitals
    SET
        struck = true,
        version = version + 1,
        updated_by = %(by)s,
        updated_at = greatest(updated_at, %(at)s)
    WHERE
        vital_id = %(vital_id)s
        AND bucket = %(bucket)s
        AND version = %(version)s
        AND NOT struck
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
        'struck',
        %(reason_code)s,
        %(reason)s,
        struck_out.updated_at,
        struck_out.updated_at
    FROM vitals AS former
    INNER JOIN struck_out
        ON former.vital_id = struck_out.vital_id AND former.bucket = struck_out.bucket
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
FROM struck_out
