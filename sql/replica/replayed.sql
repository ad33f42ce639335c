-- Shows how much of that log a standby has taken over. No row: this server follows nobody.
SELECT (pg_last_wal_replay_lsn() - '0/0'::pg_lsn)::bigint AS position
WHERE pg_is_in_recovery()
