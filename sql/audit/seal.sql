-- Seals a minute. No row: another process was quicker.
INSERT INTO audit_seals (minute, audit_ids, digests, former, chain, created_at, updated_at)
VALUES (%(minute)s, %(audit_ids)s, %(digests)s, %(former)s, %(chain)s, %(at)s, %(at)s)
ON CONFLICT (minute) DO NOTHING
RETURNING minute, audit_ids, digests, former, chain
