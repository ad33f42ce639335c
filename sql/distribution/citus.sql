-- Shows the release of Citus in this database. No row: there is none.
SELECT extversion AS version
FROM pg_extension
WHERE extname = 'citus'
