-- Takes readings of several callers into the record, each with its row of the trail. A reading
-- without a row here has no such patient, or its caller's session is not what it was.
WITH given AS (
    SELECT
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        batch_id,
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
        patient_id text,
        recorded_at timestamptz,
        vital_type text,
        value numeric,
        batch_id uuid,
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

added AS (
    INSERT INTO vitals (
        vital_id,
        bucket,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        batch_id,
        created_by,
        updated_by,
        created_at,
        updated_at
    )
    SELECT
        given.vital_id,
        patients.bucket,
        patients.patient_id,
        given.recorded_at,
        given.vital_type,
        given.value,
        1,
        given.batch_id,
        given.by,
        given.by,
        given.at,
        given.at
    FROM given
    INNER JOIN sessions
        ON given.session_id = sessions.session_id AND given.session_version = sessions.version
    INNER JOIN accounts ON sessions.account_id = accounts.account_id
    INNER JOIN patients
        ON given.patient_id = patients.patient_id AND given.bucket = patients.bucket
    WHERE sessions.ended_at IS NULL AND accounts.disabled_at IS NULL
    RETURNING
        vital_id,
        patient_id,
        recorded_at,
        vital_type,
        value,
        version,
        created_at,
        updated_at
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
        added.patient_id,
        added.vital_id::text,
        NULL,
        added.version,
        given.request_id,
        given.address,
        given.outcome,
        given.at,
        given.at
    FROM given
    INNER JOIN added ON given.vital_id = added.vital_id
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
FROM added
