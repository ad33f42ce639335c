-- Swaps a corrected value in and keeps the former version, as the service's statement does.
-- Each client has readings of its own, whose version it counts along.
\set place mod(:passed, :each)
\set version :passed / :each + 1
\set passed :passed + 1
\set number :client_id * :each + :place
\set value random(60, 119)
WITH corrected AS (
    UPDATE vitals
    SET
        value = :value,
        version = version + 1,
        updated_by = 'bench',
        updated_at = greatest(updated_at, now())
    WHERE
        vital_id = (
            lpad(to_hex(:own::bigint), 12, '0') || '70008' || lpad(to_hex(:number::bigint), 15, '0')
        )::uuid
        AND version = :version
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
        'bench',
        'corrected',
        corrected.updated_at,
        corrected.updated_at
    FROM vitals AS former
    INNER JOIN corrected
        ON former.vital_id = corrected.vital_id AND former.bucket = corrected.bucket
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
\gset
