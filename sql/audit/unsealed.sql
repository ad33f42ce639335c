-- Shows the first minute before a moment that has rows and comes after the last seal. No row: none,
-- or somebody has been writing since that minute, whose rows may still appear in it.
SELECT date_trunc('minute', created_at, 'UTC') AS minute
FROM audit
WHERE
    created_at < %(before)s
    AND created_at < (
        SELECT
            coalesce(
                date_trunc('minute', min(xact_start) - interval '30 seconds', 'UTC'),
                'infinity'::timestamptz
            )
        FROM pg_stat_activity
        WHERE datname = current_database() AND backend_xid IS NOT NULL
    )
    AND created_at >= coalesce(
        (SELECT max(minute) + interval '1 minute' FROM audit_seals), '-infinity'::timestamptz
    )
ORDER BY created_at
LIMIT 1
