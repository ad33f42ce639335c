DROP INDEX vitals_batch;

ALTER TABLE vitals DROP COLUMN batch_id;
