-- Forgets an account's attempts once it has proved itself, and its address's last one.
UPDATE attempts
SET
    failures = CASE WHEN subject = %(account)s THEN 0 ELSE greatest(failures - 1, 0) END,
    updated_at = %(at)s
WHERE subject = ANY(ARRAY[%(account)s, %(address)s])
RETURNING subject, failures, window_ends_at
