-- Shows the first minute that has rows and lies after a sealed one and before a moment. No row: none,
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
    AND created_at >= %(after)s::timestamptz + interval '1 minute'
ORDER BY created_at
LIMIT 1
