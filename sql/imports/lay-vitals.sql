-- Lays the readings that lines of a file hold beside the record.
COPY staged_vitals (line, vital_id, bucket, patient_id, recorded_at, vital_type, value)
FROM STDIN (FORMAT BINARY)
