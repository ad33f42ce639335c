-- Strikes out every reading of a batch that stands, and keeps the former versions; a fan-out over all
-- buckets is meant. No row: no reading of such a batch stands.
WITH struck_out AS (
    UPDATE vitals
    SET
        struck = true,
        version = version + 1,
        updated_by = %(by)s,
        updated_at = greatest(updated_at, %(at)s)
    WHERE batch_id = %(batch_id)s AND NOT struck
    RETURNING vital_id, bucket, updated_at
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
    WHERE former.batch_id = %(batch_id)s
)

SELECT %(batch_id)s::uuid AS batch_id, count(*) AS struck
FROM struck_out
HAVING count(*) > 0
