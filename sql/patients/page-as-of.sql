-- Lists patients as they were known at a moment, after one of them; a fan-out is meant.
SELECT patient_id, name, gender, birth_date, version, created_at, updated_at
FROM patients
WHERE patient_id > %(after)s AND updated_at <= %(as_of)s
UNION ALL
SELECT
    former.patient_id,
    former.name,
    former.gender,
    former.birth_date,
    former.version,
    patients.created_at,
    former.written_at
FROM patient_history AS former
INNER JOIN patients
    ON former.patient_id = patients.patient_id AND former.bucket = patients.bucket
WHERE
    former.patient_id > %(after)s
    AND former.written_at <= %(as_of)s
    AND former.created_at > %(as_of)s
ORDER BY patient_id
LIMIT %(limit)s
