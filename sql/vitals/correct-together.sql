-- Swaps corrected values of several callers in, keeps the former versions, and notes each in the
-- trail. A reading without a row here is not there, was written since, is being written, or does
-- not admit the value; or its caller's session is not what it was.
WITH given AS (
    SELECT
        vital_id,
        bucket,
        version,
        value,
        vital_type,
        admitting,
        reason_code,
        reason,
        session_id,
        session_version,
        role,
        action,
        outcome,
        request_id,
        address,
        by,
        at
    FROM json_to_recordset(%(given)s::json) AS said (
        vital_id uuid,
        bucket smallint,
        version integer,
        value numeric,
        vital_type text,
        admitting text [],
        reason_code text,
        reason text,
        session_id uuid,
        session_version integer,
        role text,
        action text,
        outcome smallint,
        request_id text,
        address text,
        by text,
        at timestamptz
    )
),

former AS (
    SELECT
        vitals.vital_id,
        vitals.bucket,
        vitals.patient_id,
        vitals.recorded_at,
        vitals.vital_type,
        vitals.value,
        vitals.version,
        vitals.updated_by,
        vitals.updated_at
    FROM given
    INNER JOIN sessions
        ON given.session_id = sessions.session_id AND given.session_version = sessions.version
    INNER JOIN accounts ON sessions.account_id = accounts.account_id
    INNER JOIN vitals
        ON
            given.vital_id = vitals.vital_id
            AND given.bucket = vitals.bucket
            AND given.version = vitals.version
    WHERE
        sessions.ended_at IS NULL
        AND accounts.disabled_at IS NULL
        AND NOT vitals.struck
        AND coalesce(given.vital_type, vitals.vital_type) = ANY(given.admitting)
    FOR NO KEY UPDATE OF vitals SKIP LOCKED
),

corrected AS (
    UPDATE vitals
    SET
        value = given.value,
        vital_type = coalesce(given.vital_type, vitals.vital_type),
        version = vitals.version + 1,
        updated_by = given.by,
        updated_at = greatest(vitals.updated_at, given.at)
    FROM given
    INNER JOIN former ON given.vital_id = former.vital_id AND given.bucket = former.bucket
    WHERE
        vitals.vital_id = former.vital_id
        AND vitals.bucket = former.bucket
        AND vitals.version = former.version
        AND NOT vitals.struck
    RETURNING
        vitals.vital_id,
        vitals.bucket,
        vitals.patient_id,
        vitals.recorded_at,
        vitals.vital_type,
        vitals.value,
        vitals.version,
        vitals.created_at,
        vitals.updated_at
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
        given.by,
        'corrected',
        given.reason_code,
        given.reason,
        corrected.updated_at,
        corrected.updated_at
    FROM given
    INNER JOIN former ON given.vital_id = former.vital_id AND given.bucket = former.bucket
    INNER JOIN corrected ON given.vital_id = corrected.vital_id AND given.bucket = corrected.bucket
),

noted AS (
    INSERT INTO audit (
        at,
        account_id,
        role,
        action,
        patient_id,
        subject,
        old_version,
        new_version,
        request_id,
        address,
        outcome,
        created_at,
        updated_at
    )
    SELECT
        given.at,
        given.by,
        given.role,
        given.action,
        corrected.patient_id,
        corrected.vital_id::text,
        given.version,
        corrected.version,
        given.request_id,
        given.address,
        given.outcome,
        given.at,
        given.at
    FROM given
    INNER JOIN corrected ON given.vital_id = corrected.vital_id AND given.bucket = corrected.bucket
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
