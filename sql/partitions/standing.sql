-- Lists the partitions of the readings by name.
SELECT pg_class.relname::text AS name
FROM pg_inherits
INNER JOIN pg_class ON pg_inherits.inhrelid = pg_class.oid
WHERE pg_inherits.inhparent = 'vitals'::regclass
ORDER BY pg_class.relname
