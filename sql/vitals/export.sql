-- Lists every reading that stands; a fan-out over all buckets is meant.
SELECT patient_id, recorded_at, vital_type, trim_scale(value) AS value
FROM vitals
WHERE NOT struck
ORDER BY patient_id, recorded_at, vital_id
