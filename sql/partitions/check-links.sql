-- Writes the statements that check, while others write, what points at the readings and was not
-- checked when it was made. No row: all was.
SELECT format('ALTER TABLE %%s VALIDATE CONSTRAINT %%I', conrelid::regclass, conname) AS step
FROM pg_constraint
WHERE contype = 'f' AND confrelid = 'vitals'::regclass AND NOT convalidated
