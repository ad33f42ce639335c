-- Lists rows of one minute in the order in which they are sealed, after a place in it.
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
WHERE
    created_at >= %(minute)s
    AND created_at < %(minute)s + interval '1 minute'
    AND (created_at, audit_id) > (%(after_at)s, %(after_id)s)
ORDER BY created_at, audit_id
LIMIT %(limit)s
