-- Writes the statements that let others do with a new table what they may with the readings, and
-- its owner no more than that. No row: nothing was granted or revoked.
WITH rights AS (
    SELECT
        aclexplode.privilege_type AS deed,
        aclexplode.is_grantable AS further,
        coalesce(nullif(aclexplode.grantee, 0)::regrole::text, 'PUBLIC') AS who,
        pg_class.relowner::regrole::text AS owner
    FROM pg_class
    CROSS JOIN aclexplode(pg_class.relacl)
    WHERE pg_class.oid = 'vitals'::regclass
)

SELECT format('REVOKE ALL ON %%I FROM %%s', %(name)s::text, owner) AS step
FROM (SELECT DISTINCT owner FROM rights) AS owners
UNION ALL
SELECT
    format(
        'GRANT %%s ON %%I TO %%s%%s',
        deed,
        %(name)s::text,
        who,
        CASE WHEN further THEN ' WITH GRANT OPTION' ELSE '' END
    ) AS step
FROM rights
