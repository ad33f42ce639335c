-- Shows up to which id the first partition of the readings goes. No row: they are not partitioned.
SELECT
    substring(pg_get_expr(pg_class.relpartbound, pg_class.oid) FROM 'TO \(''([-0-9a-f]+)''\)')::uuid
        AS bound
FROM pg_inherits
INNER JOIN pg_class ON pg_inherits.inhrelid = pg_class.oid
WHERE pg_inherits.inhparent = 'vitals'::regclass AND pg_class.relname = 'vitals_first'
