-- Lists the migrations that have been applied, with the digest of what was run.
SELECT migration_id, sha256
FROM vitalweb_migration
ORDER BY migration_id
