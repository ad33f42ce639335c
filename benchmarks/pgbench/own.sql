-- Lays down the readings that clients of pgbench correct, so many for each.
INSERT INTO vitals (
    vital_id, bucket, patient_id, recorded_at, vital_type, value, version,
    created_by, updated_by, created_at, updated_at
)
SELECT
    (
        lpad(to_hex(%(own)s::bigint), 12, '0') || '70008' || lpad(to_hex(number::bigint), 15, '0')
    )::uuid,
    patients.bucket,
    patients.patient_id,
    to_timestamp(%(own)s::bigint / 1000.0),
    'HR',
    72,
    1,
    'bench',
    'bench',
    to_timestamp(%(own)s::bigint / 1000.0),
    to_timestamp(%(own)s::bigint / 1000.0)
FROM generate_series(0, %(many)s::integer - 1) AS number
INNER JOIN patients
    ON patients.patient_id = (%(first)s::integer + mod(number, %(patients)s::integer))::text
