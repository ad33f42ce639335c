-- Lays some minutes of the week into the peer's table, in the order in which they would have come.
INSERT INTO vitals (
    patient_id, recorded_at, vital_type, value, version, created_at, updated_at
)
SELECT
    patients.patient_id,
    moment.at,
    'HR',
    60 + moment.minute %% 60,
    1,
    moment.at,
    moment.at
FROM patients
CROSS JOIN (
    SELECT minute, %(begin)s::timestamptz + minute * interval '1 minute' AS at
    FROM generate_series(%(since)s::integer, %(until)s::integer - 1) AS minute
) AS moment
WHERE patients.patient_id < %(beyond)s
ORDER BY moment.minute, patients.patient_id
