ALTER TABLE vitals RESET (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold);
CREATE INDEX vitals_series ON vitals (patient_id, recorded_at) WHERE NOT struck;
