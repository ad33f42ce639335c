-- Shows the first row before a moment that lies in no sealed minute. No row: there is none.
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
    created_at < %(before)s
    AND NOT EXISTS (
        SELECT 1
        FROM audit_seals
        WHERE audit_seals.minute = date_trunc('minute', audit.created_at, 'UTC')
    )
ORDER BY created_at, audit_id
LIMIT 1
