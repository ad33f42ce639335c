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
    unnest(
        %(at)s::timestamptz [],
        %(account_id)s::text [],
        %(role)s::text [],
        %(action)s::text [],
        %(patient_id)s::text [],
        %(subject)s::text [],
        %(old_version)s::integer [],
        %(new_version)s::integer [],
        %(request_id)s::text [],
        %(address)s::text [],
        %(outcome)s::smallint []
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
