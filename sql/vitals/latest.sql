-- Shows the newest reading of each kind that is not after a moment. No row: there are none.
SELECT
    newest.vital_id,
    newest.vital_type,
    newest.recorded_at,
    newest.value,
    newest.version
FROM unnest(%(kinds)s::text []) AS kind
CROSS JOIN LATERAL (
    SELECT vital_id, vital_type, recorded_at, trim_scale(value) AS value, version
    FROM vitals
    WHERE
        patient_id = %(patient_id)s
        AND bucket = %(bucket)s
        AND vital_type = kind
        AND recorded_at <= %(at)s
        AND NOT struck
    ORDER BY recorded_at DESC, vital_id DESC
    LIMIT 1
) AS newest
