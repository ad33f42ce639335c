-- Shows how far the log of the server that writes reaches on its disk, in bytes.
SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint AS position
