-- Takes a reading into its patient's record, under its foreign key, as the service's statement does.
\set patient random(0, :patients - 1) + :first
\set ms random(0, 86400000) + :later
\set tail random(0, 1000000000000000)
INSERT INTO vitals (
    vital_id,
    bucket,
    patient_id,
    recorded_at,
    vital_type,
    value,
    version,
    created_by,
    updated_by,
    created_at,
    updated_at
)
SELECT
    (lpad(to_hex(:ms::bigint), 12, '0') || '70008' || lpad(to_hex(:tail::bigint), 15, '0'))::uuid,
    bucket,
    patient_id,
    to_timestamp(:ms::bigint / 1000.0),
    'HR',
    72,
    1,
    'bench',
    'bench',
    to_timestamp(:ms::bigint / 1000.0),
    to_timestamp(:ms::bigint / 1000.0)
FROM patients
WHERE patient_id = :patient::text
RETURNING
    vital_id,
    patient_id,
    recorded_at,
    vital_type,
    trim_scale(value) AS value,
    version,
    created_at,
    updated_at;
