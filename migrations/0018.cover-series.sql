-- A patient's readings in their order are listed from the index alone, wherever their rows lie.
-- transactional: false

CREATE INDEX CONCURRENTLY IF NOT EXISTS vitals_listed ON vitals (patient_id, recorded_at, vital_id)
INCLUDE (bucket, vital_type, value, version) WHERE NOT struck;
