-- Readings that came together can be struck out together.

ALTER TABLE vitals ADD COLUMN batch_id uuid;

CREATE INDEX vitals_batch ON vitals (batch_id) WHERE batch_id IS NOT NULL;
