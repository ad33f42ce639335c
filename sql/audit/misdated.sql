-- Shows the first row with a time before the record's first or after a moment, and its minute; one
-- outside the calendar is told as its end. No row: there is none.
SELECT
    audit_id,
    least(
        greatest(
            date_trunc('minute', created_at, 'UTC'), '0001-01-01 00:00:00+00'::timestamptz
        ),
        '9999-12-31 23:59:00+00'::timestamptz
    ) AS minute
FROM audit
WHERE
    at < %(since)s
    OR at > %(until)s
    OR created_at < %(since)s
    OR created_at > %(until)s
ORDER BY created_at, audit_id
LIMIT 1
