-- Writes the statements that keep readings from a bound on out of the table, and then check those
-- that are in it: each is taken alone, the last one while others write.
SELECT step
FROM (
    VALUES
    (1, 'ALTER TABLE vitals DROP CONSTRAINT IF EXISTS vitals_fence'),
    (
        2,
        format(
            'ALTER TABLE vitals ADD CONSTRAINT vitals_fence CHECK (vital_id < %%L) NOT VALID',
            %(bound)s::uuid
        )
    ),
    (3, 'ALTER TABLE vitals VALIDATE CONSTRAINT vitals_fence')
) AS steps (place, step)
ORDER BY place
