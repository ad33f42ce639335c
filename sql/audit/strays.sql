-- Shows the first row before a moment that lies in no sealed minute, and its minute; one outside the
-- calendar is told as its end. No row: there is none.
SELECT
    audit_id,
    greatest(
        date_trunc('minute', created_at, 'UTC'), '0001-01-01 00:00:00+00'::timestamptz
    ) AS minute
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
