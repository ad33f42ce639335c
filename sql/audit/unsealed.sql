-- Shows the first minute before a moment that has rows and comes after the last seal. No row: none.
SELECT date_trunc('minute', created_at, 'UTC') AS minute
FROM audit
WHERE
    created_at < %(before)s
    AND created_at >= coalesce(
        (SELECT max(minute) + interval '1 minute' FROM audit_seals), '-infinity'::timestamptz
    )
ORDER BY created_at
LIMIT 1
