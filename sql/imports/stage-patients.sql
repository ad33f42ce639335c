-- Lays the patients that lines of a file name beside the record, and counts them.
WITH staged AS (
    INSERT INTO staged_patients (
        line,
        patient_id,
        bucket,
        name,
        gender,
        birth_date,
        created_at,
        updated_at
    )
    SELECT line, patient_id, bucket, name, gender, birth_date, %(at)s, %(at)s
    FROM unnest(
        %(lines)s::integer [],
        %(patient_ids)s::text [],
        %(buckets)s::smallint [],
        %(names)s::text [],
        %(genders)s::text [],
        %(birth_dates)s::date []
    ) AS said (line, patient_id, bucket, name, gender, birth_date)
    RETURNING line
)

SELECT count(*) AS tally
FROM staged
