-- Shows a reading as it stands. No row: there is no such reading, or it was struck out.
SELECT
    vital_id,
    patient_id,
    recorded_at,
    vital_type,
    trim_scale(value) AS value,
    version,
    created_at,
    updated_at
FROM vitals
WHERE vital_id = %(vital_id)s AND bucket = %(bucket)s AND NOT struck
