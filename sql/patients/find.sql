-- Shows a patient's record as it stands. No row: there is no such patient.
SELECT patient_id, name, gender, birth_date, version, created_at, updated_at
FROM patients
WHERE patient_id = %(patient_id)s AND bucket = %(bucket)s
