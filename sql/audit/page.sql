-- Lists the trail from one moment to another, both included, after a place in its order. A time
-- outside the calendar is told as its end.
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
    least(
        greatest(created_at, '0001-01-01 00:00:00+00'::timestamptz),
        '9999-12-31 23:59:59.999999+00'::timestamptz
    ) AS created_at
FROM audit
WHERE
    at BETWEEN %(since)s AND %(until)s
    AND (at, audit_id) > (%(after_at)s, %(after_id)s)
    AND (%(account_id)s::text IS NULL OR account_id = %(account_id)s)
    AND (%(patient_id)s::text IS NULL OR patient_id = %(patient_id)s)
    AND (%(action)s::text IS NULL OR action = %(action)s)
ORDER BY at, audit_id
LIMIT %(limit)s
