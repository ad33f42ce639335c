-- Lists a patient's readings from one moment to another, both included, after a place in the order.
SELECT vital_id, vital_type, recorded_at, trim_scale(value) AS value, version
FROM vitals
WHERE
    patient_id = %(patient_id)s
    AND bucket = %(bucket)s
    AND recorded_at BETWEEN %(since)s AND %(until)s
    AND (recorded_at, vital_id) > (%(after_at)s, %(after_id)s)
    AND NOT struck
ORDER BY recorded_at, vital_id
LIMIT %(limit)s
