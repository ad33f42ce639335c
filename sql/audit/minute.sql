-- Lists the rows of one minute in the order in which they are sealed.
SELECT
    audit_id,
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
    created_at
FROM audit
WHERE created_at >= %(minute)s AND created_at < %(minute)s + interval '1 minute'
ORDER BY created_at, audit_id
