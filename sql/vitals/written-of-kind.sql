-- Writes a patient's readings of a kind in a range as they are told: JSON objects with commas between.
-- The last place within the limit comes with it where there is more. No readings: items is null.
SELECT
    string_agg(item, ',') FILTER (WHERE place <= %(limit)s) AS items,
    count(*) > %(limit)s AS more,
    max(recorded_at) FILTER (WHERE place = %(limit)s) AS last_at,
    max(vital_id::text) FILTER (WHERE place = %(limit)s) AS last_id
FROM (
    SELECT
        vital_id,
        recorded_at,
        row_number() OVER (ORDER BY recorded_at, vital_id) AS place,
        '{"vital_id":"'
        || vital_id::text
        || '","vital_type":"'
        || vital_type
        || '","recorded_at":'
        || CASE
            WHEN date_trunc('second', recorded_at) = recorded_at
                THEN left(to_json(recorded_at)::text, 20) || 'Z"'
            ELSE to_char(recorded_at, '"\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\""')
        END
        || ',"value":'
        || CASE
            WHEN vital_type = 'ACVPU' THEN '"' || substr('ACVPU', value::integer + 1, 1) || '"'
            ELSE trim_scale(value)::text
        END
        || ',"version":'
        || version::text
        || '}' AS item
    FROM vitals
    WHERE
        patient_id = %(patient_id)s
        AND bucket = %(bucket)s
        AND recorded_at BETWEEN %(since)s AND %(until)s
        AND (recorded_at, vital_id) > (%(after_at)s, %(after_id)s)
        AND vital_type = %(vital_type)s
        AND NOT struck
    ORDER BY recorded_at, vital_id
    LIMIT %(limit)s + 1
) AS listed
