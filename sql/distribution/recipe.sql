-- Writes the statements, for one transaction, that give every table its place on a server with Citus:
-- what sessions are checked with on every node, what is a patient's on the shard of its bucket. All
-- other tables stay on the coordinator. Keys to other tables are taken off before and put on after.
WITH places (place, name, shared) AS (
    VALUES
    (1, 'accounts', true),
    (2, 'sessions', true),
    (3, 'invites', true),
    (4, 'patients', false),
    (5, 'patient_history', false),
    (6, 'vitals', false),
    (7, 'vital_history', false),
    (8, 'assignments', false),
    (9, 'assignment_history', false)
),

links AS (
    SELECT
        places.name AS owner,
        pg_constraint.conname AS name,
        pg_get_constraintdef(pg_constraint.oid) AS link_text
    FROM places
    INNER JOIN pg_constraint ON to_regclass(places.name) = pg_constraint.conrelid
    WHERE pg_constraint.contype = 'f' AND pg_constraint.conparentid = 0
),

steps (part, place, step) AS (
    SELECT 1, 0, 'SET LOCAL citus.multi_shard_modify_mode TO ''sequential'''
    UNION ALL
    SELECT 2, 0, format('ALTER TABLE %%I DROP CONSTRAINT %%I', owner, name)
    FROM links
    UNION ALL
    SELECT 3, place, format('SELECT create_reference_table(%%L)', name)
    FROM places
    WHERE shared
    UNION ALL
    SELECT
        3,
        place,
        format(
            'SELECT create_distributed_table(%%L, ''bucket'', colocate_with => %%L)',
            name,
            CASE name WHEN 'patients' THEN 'none' ELSE 'patients' END
        )
    FROM places
    WHERE NOT shared
    UNION ALL
    SELECT 4, 0, format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', owner, name, link_text)
    FROM links
)

SELECT step
FROM steps
ORDER BY part, place
