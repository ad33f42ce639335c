-- Writes the statement that makes a partition with the settings of the first one; without bounds it
-- takes what belongs in no other.
SELECT
    format(
        'CREATE TABLE IF NOT EXISTS %%I PARTITION OF vitals %%s%%s',
        %(name)s::text,
        CASE
            WHEN %(since)s::uuid IS NULL THEN 'DEFAULT'
            ELSE format('FOR VALUES FROM (%%L) TO (%%L)', %(since)s::uuid, %(until)s::uuid)
        END,
        ' WITH (' || array_to_string(reloptions, ', ') || ')'
    ) AS step
FROM pg_class
WHERE oid = to_regclass('vitals_first')
