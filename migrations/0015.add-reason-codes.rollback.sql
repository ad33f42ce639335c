DROP INDEX vital_history_series;

ALTER TABLE vital_history DROP COLUMN reason_code;
