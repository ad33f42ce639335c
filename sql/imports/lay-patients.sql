-- Lays the patients that lines of a file name beside the record.
COPY staged_patients (line, patient_id, bucket, name, gender, birth_date)
FROM STDIN (FORMAT BINARY)
