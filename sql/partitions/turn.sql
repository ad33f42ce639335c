-- Writes the statements, for one transaction, that put a partitioned table in the place of the table
-- of readings and make that its first partition, up to the fence: none of them reads the readings.
WITH indexes AS (
    SELECT
        pg_class.relname AS name,
        own.conname AS key_name,
        pg_get_constraintdef(own.oid) AS key_text,
        pg_get_indexdef(pg_class.oid) AS index_text
    FROM pg_index
    INNER JOIN pg_class ON pg_index.indexrelid = pg_class.oid
    LEFT JOIN pg_constraint AS own
        ON pg_class.oid = own.conindid AND own.conrelid = pg_index.indrelid
    WHERE pg_index.indrelid = 'vitals'::regclass
),

links AS (
    SELECT
        conname AS name,
        conrelid::regclass::text AS owner,
        confrelid = 'vitals'::regclass AS inward,
        pg_get_constraintdef(oid) AS link_text
    FROM pg_constraint
    WHERE contype = 'f' AND 'vitals'::regclass IN (conrelid, confrelid)
),

steps (place, step) AS (
    SELECT 1, 'LOCK TABLE vitals IN ACCESS EXCLUSIVE MODE'
    UNION ALL
    SELECT 2, format('ALTER TABLE %%s DROP CONSTRAINT %%I', owner, name)
    FROM links
    WHERE inward
    UNION ALL
    SELECT 3, 'ALTER TABLE vitals RENAME TO vitals_first'
    UNION ALL
    SELECT 4, format('ALTER INDEX %%I RENAME TO %%I', name, name || '_first')
    FROM indexes
    UNION ALL
    SELECT 5, 'CREATE TABLE vitals (LIKE vitals_first INCLUDING ALL EXCLUDING INDEXES'
    || ' EXCLUDING STATISTICS) PARTITION BY RANGE (vital_id)'
    UNION ALL
    SELECT 6, 'ALTER TABLE vitals DROP CONSTRAINT vitals_fence'
    UNION ALL
    SELECT
        7,
        coalesce(
            'ALTER TABLE vitals ADD CONSTRAINT ' || quote_ident(key_name) || ' ' || key_text,
            index_text
        )
    FROM indexes
    UNION ALL
    SELECT 8, format('ALTER TABLE vitals ADD CONSTRAINT %%I %%s', name, link_text)
    FROM links
    WHERE NOT inward
    UNION ALL
    SELECT
        9,
        format(
            'ALTER TABLE vitals ATTACH PARTITION vitals_first FOR VALUES FROM (MINVALUE) TO (%%L)',
            %(bound)s::uuid
        )
    UNION ALL
    SELECT 10, 'ALTER TABLE vitals_first DROP CONSTRAINT vitals_fence'
    UNION ALL
    SELECT
        11,
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s NOT VALID', owner, name, link_text)
    FROM links
    WHERE inward
)

SELECT step
FROM steps
ORDER BY place
