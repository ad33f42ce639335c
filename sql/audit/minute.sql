-- Lists rows of one minute in the order in which they are sealed, after a place in it. A time outside
-- the calendar is told as its end, so that no row keeps the others from being sealed and checked.
SELECT
    audit_id,
    least(
        greatest(at, '0001-01-01 00:00:00+00'::timestamptz),
        '9999-12-31 23:59:59.999999+00'::timestamptz
    ) AS at,
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
