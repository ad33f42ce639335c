-- Seals a minute; the digests come one after another, 32 bytes each. No row: another process was
-- quicker.
INSERT INTO audit_seals (minute, audit_ids, digests, former, chain, created_at, updated_at)
VALUES (
    %(minute)s,
    %(audit_ids)s::text::bigint [],
    ARRAY(
        SELECT substring(%(digests)s::bytea FROM 32 * place - 31 FOR 32)
        FROM generate_series(1, octet_length(%(digests)s::bytea) / 32) AS place
        ORDER BY place
    ),
    %(former)s,
    %(chain)s,
    %(at)s,
    %(at)s
)
ON CONFLICT (minute) DO NOTHING
RETURNING minute
