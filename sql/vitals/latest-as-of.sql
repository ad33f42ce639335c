-- Shows the newest reading of each kind that is not after a moment, as the record was known at
-- another. No row: there are none.
SELECT DISTINCT ON (vital_type) vital_id, vital_type, recorded_at, trim_scale(value) AS value, version
FROM (
    SELECT vital_id, vital_type, recorded_at, value, version
    FROM vitals
    WHERE
        patient_id = %(patient_id)s
        AND bucket = %(bucket)s
        AND recorded_at <= %(at)s
        AND updated_at <= %(as_of)s
        AND NOT struck
    UNION ALL
    SELECT vital_id, vital_type, recorded_at, value, version
    FROM vital_history
    WHERE
        patient_id = %(patient_id)s
        AND bucket = %(bucket)s
        AND recorded_at <= %(at)s
        AND written_at <= %(as_of)s
        AND created_at > %(as_of)s
) AS known
ORDER BY vital_type, recorded_at DESC, vital_id DESC
