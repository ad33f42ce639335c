-- Strikes out every reading of a batch that stands, and keeps the former versions; a fan-out over all
-- buckets is meant. No row: no reading of such a batch stands.
WITH former AS (
    SELECT
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        updated_by,
        updated_at
    FROM vitals
    WHERE batch_id = %(batch_id)s AND NOT struck
    FOR NO KEY UPDATE
),

struck_out AS (
    UPDATE vitals
    SET
        struck = true,
        version = former.version + 1,
        updated_by = %(by)s,
        updated_at = greatest(former.updated_at, %(at)s)
    FROM former
    WHERE vitals.vital_id = former.vital_id AND vitals.bucket = former.bucket
    RETURNING vitals.vital_id
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
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        updated_by,
        updated_at,
        %(by)s,
        'struck',
        %(reason_code)s,
        %(reason)s,
        greatest(updated_at, %(at)s),
        greatest(updated_at, %(at)s)
    FROM former
)

SELECT %(batch_id)s::uuid AS batch_id, count(*) AS struck
FROM struck_out
HAVING count(*) > 0
