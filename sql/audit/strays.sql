-- Shows the first row after one minute and before another, and its minute. No row: there is none.
SELECT
    audit_id,
    date_trunc('minute', created_at, 'UTC') AS minute
FROM audit
WHERE
    created_at >= %(after)s::timestamptz + interval '1 minute'
    AND created_at < %(before)s
ORDER BY created_at, audit_id
LIMIT 1
