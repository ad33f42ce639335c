-- Shows a reading as it was known at a moment. No row: it was not known then, or struck out.
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
WHERE
    vital_id = %(vital_id)s
    AND bucket = %(bucket)s
    AND updated_at <= %(as_of)s
    AND NOT struck
UNION ALL
SELECT
    former.vital_id,
    former.patient_id,
    former.recorded_at,
    former.vital_type,
    trim_scale(former.value) AS value,
    former.version,
    vitals.created_at,
    former.written_at
FROM vital_history AS former
INNER JOIN vitals ON former.vital_id = vitals.vital_id AND former.bucket = vitals.bucket
WHERE
    former.vital_id = %(vital_id)s
    AND former.bucket = %(bucket)s
    AND former.written_at <= %(as_of)s
    AND former.created_at > %(as_of)s
