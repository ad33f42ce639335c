-- Moves the end of an assignment and keeps the former version. No row: there is no such assignment.
WITH former AS (
    SELECT
        patient_id,
        bucket,
        account_id,
        starts_at,
        ends_at,
        version,
        assigned_by,
        updated_at
    FROM assignments
    WHERE
        patient_id = %(patient_id)s
        AND bucket = %(bucket)s
        AND account_id = %(account_id)s
        AND starts_at = %(starts_at)s
    FOR NO KEY UPDATE
),

reassigned AS (
    UPDATE assignments
    SET
        ends_at = %(ends_at)s,
        version = former.version + 1,
        assigned_by = %(by)s,
        updated_at = greatest(former.updated_at, %(at)s)
    FROM former
    WHERE
        assignments.patient_id = former.patient_id
        AND assignments.bucket = former.bucket
        AND assignments.account_id = former.account_id
        AND assignments.starts_at = former.starts_at
        AND assignments.bucket = %(bucket)s
    RETURNING
        assignments.patient_id,
        assignments.account_id,
        assignments.starts_at,
        assignments.ends_at
),

kept AS (
    INSERT INTO assignment_history (
        patient_id,
        bucket,
        account_id,
        starts_at,
        ends_at,
        version,
        written_by,
        written_at,
        superseded_by,
        created_at,
        updated_at
    )
    SELECT
        patient_id,
        bucket,
        account_id,
        starts_at,
        ends_at,
        version,
        assigned_by,
        updated_at,
        %(by)s,
        greatest(updated_at, %(at)s),
        greatest(updated_at, %(at)s)
    FROM former
)

SELECT patient_id, account_id AS device, starts_at, ends_at
FROM reassigned
