-- Lists every version of a reading, the oldest first. No row: there never was such a reading.
SELECT
    version,
    patient_id,
    recorded_at,
    vital_type,
    trim_scale(value) AS value,
    false AS struck,
    written_by,
    written_at,
    superseded_by,
    created_at AS superseded_at,
    change,
    reason_code,
    reason
FROM vital_history
WHERE vital_id = %(vital_id)s AND bucket = %(bucket)s
UNION ALL
SELECT
    version,
    patient_id,
    recorded_at,
    vital_type,
    trim_scale(value) AS value,
    struck,
    updated_by,
    updated_at,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL
FROM vitals
WHERE vital_id = %(vital_id)s AND bucket = %(bucket)s
ORDER BY version
