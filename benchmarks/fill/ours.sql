-- Lays some minutes of the week into our table, in the order in which they would have come.
INSERT INTO vitals (
    vital_id, bucket, patient_id, recorded_at, vital_type, value, version,
    created_by, updated_by, created_at, updated_at
)
SELECT
    (
        lpad(to_hex((extract(EPOCH FROM moment.at) * 1000)::bigint), 12, '0')
        || '7' || lpad(to_hex(patients.bucket::integer), 3, '0')
        || '8' || lpad(to_hex(patients.patient_id::bigint), 15, '0')
    )::uuid,
    patients.bucket,
    patients.patient_id,
    moment.at,
    'HR',
    60 + moment.minute %% 60,
    1,
    'bench',
    'bench',
    moment.at,
    moment.at
FROM patients
CROSS JOIN (
    SELECT minute, %(begin)s::timestamptz + minute * interval '1 minute' AS at
    FROM generate_series(%(since)s::integer, %(until)s::integer - 1) AS minute
) AS moment
WHERE patients.patient_id < %(beyond)s
ORDER BY moment.minute, patients.patient_id
