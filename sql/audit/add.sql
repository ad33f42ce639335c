-- Adds rows to the trail, in the order given.
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
    %(now)s,
    %(now)s
FROM
    ROWS FROM (
        json_to_recordset(%(deeds)s::json) AS (
            at timestamptz,
            account_id text,
            role text,
            action text,
            patient_id text,
            subject text,
            old_version integer,
            new_version integer,
            request_id text,
            address text,
            outcome smallint
        )
    ) WITH ORDINALITY AS given (
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
        place
    )
ORDER BY place
RETURNING audit_id
