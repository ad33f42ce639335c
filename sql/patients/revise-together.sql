-- Swaps revisions of several callers in, keeps the former versions, and notes each in the trail. A
-- patient without a row here is not there, was written since, or is being written; or the caller's
-- session is not what it was.
WITH given AS (
    SELECT
        patient_id,
        bucket,
        version,
        name,
        gender,
        birth_date,
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
        patient_id text,
        bucket smallint,
        version integer,
        name text,
        gender text,
        birth_date date,
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
        patients.patient_id,
        patients.bucket,
        patients.name,
        patients.gender,
        patients.birth_date,
        patients.spo2_low,
        patients.spo2_high,
        patients.spo2_prescriber,
        patients.spo2_reason,
        patients.spo2_prescribed_on,
        patients.spo2_review_on,
        patients.pregnancy,
        patients.pregnancy_since,
        patients.version,
        patients.updated_by,
        patients.updated_at
    FROM given
    INNER JOIN sessions
        ON given.session_id = sessions.session_id AND given.session_version = sessions.version
    INNER JOIN accounts ON sessions.account_id = accounts.account_id
    INNER JOIN patients
        ON
            given.patient_id = patients.patient_id
            AND given.bucket = patients.bucket
            AND given.version = patients.version
    WHERE sessions.ended_at IS NULL AND accounts.disabled_at IS NULL
    FOR NO KEY UPDATE OF patients SKIP LOCKED
),

revised AS (
    UPDATE patients
    SET
        name = given.name,
        gender = given.gender,
        birth_date = given.birth_date,
        version = patients.version + 1,
        updated_by = given.by,
        updated_at = greatest(patients.updated_at, given.at)
    FROM given
    INNER JOIN former ON given.patient_id = former.patient_id AND given.bucket = former.bucket
    WHERE
        patients.patient_id = former.patient_id
        AND patients.bucket = former.bucket
        AND patients.version = former.version
    RETURNING
        patients.bucket,
        patients.patient_id,
        patients.name,
        patients.gender,
        patients.birth_date,
        patients.spo2_low,
        patients.spo2_high,
        patients.spo2_prescriber,
        patients.spo2_reason,
        patients.spo2_prescribed_on,
        patients.spo2_review_on,
        patients.pregnancy,
        patients.pregnancy_since,
        patients.version,
        patients.created_at,
        patients.updated_at
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
        given.by,
        revised.updated_at,
        revised.updated_at
    FROM given
    INNER JOIN former ON given.patient_id = former.patient_id AND given.bucket = former.bucket
    INNER JOIN revised ON given.patient_id = revised.patient_id AND given.bucket = revised.bucket
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
        revised.patient_id,
        NULL,
        given.version,
        revised.version,
        given.request_id,
        given.address,
        given.outcome,
        given.at,
        given.at
    FROM given
    INNER JOIN revised ON given.patient_id = revised.patient_id AND given.bucket = revised.bucket
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
