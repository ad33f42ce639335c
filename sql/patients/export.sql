-- Lists every patient; a fan-out over all buckets is meant.
SELECT patient_id, name, gender, birth_date
FROM patients
ORDER BY patient_id
