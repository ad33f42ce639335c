-- Lists a patient's readings as they were known at a moment, both ends of the range included.
SELECT vital_id, vital_type, recorded_at, trim_scale(value) AS value, version
FROM vitals
WHERE
    patient_id = %(patient_id)s
    AND bucket = %(bucket)s
    AND recorded_at BETWEEN %(since)s AND %(until)s
    AND (recorded_at, vital_id) > (%(after_at)s, %(after_id)s)
    AND updated_at <= %(as_of)s
    AND NOT struck
UNION ALL
SELECT vital_id, vital_type, recorded_at, trim_scale(value) AS value, version
FROM vital_history
WHERE
    patient_id = %(patient_id)s
    AND bucket = %(bucket)s
    AND recorded_at BETWEEN %(since)s AND %(until)s
    AND (recorded_at, vital_id) > (%(after_at)s, %(after_id)s)
    AND written_at <= %(as_of)s
    AND created_at > %(as_of)s
ORDER BY recorded_at, vital_id
LIMIT %(limit)s
