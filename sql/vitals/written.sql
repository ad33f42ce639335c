-- Writes a patient's readings of a range as they are told: JSON objects with commas between them.
-- Where the page is full its last place comes with it, and whether there is more. No readings:
-- items is null.
WITH written AS (
    SELECT
        string_agg(item, ',') AS items,
        count(*) AS found
    FROM (
        SELECT
            '{"vital_id":"'
            || vital_id::text
            || '","vital_type":"'
            || vital_type
            || '","recorded_at":'
            || CASE
                WHEN recorded_at = recorded_at::timestamptz(0)
                    THEN left(to_json(recorded_at)::text, 20) || 'Z"'
                ELSE to_char(recorded_at, '"\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\""')
            END
            || ',"value":'
            || CASE
                WHEN vital_type = 'ACVPU' THEN '"' || substr('ACVPU', value::integer + 1, 1) || '"'
                ELSE trim_scale(value)::text
            END
            || CASE version
                WHEN 1 THEN ',"version":1}'
                ELSE ',"version":' || version::text || '}'
            END AS item
        FROM vitals
        WHERE
            patient_id = %(patient_id)s
            AND bucket = %(bucket)s
            AND recorded_at BETWEEN %(since)s AND %(until)s
            AND (recorded_at, vital_id) > (%(after_at)s, %(after_id)s)
            AND NOT struck
        ORDER BY recorded_at, vital_id
        LIMIT %(limit)s
    ) AS listed
)

SELECT
    written.items,
    edge.more,
    edge.last_at,
    edge.last_id
FROM written
CROSS JOIN LATERAL (
    SELECT
        count(*) > 1 AS more,
        min(recorded_at) AS last_at,
        (array_agg(vital_id::text))[1] AS last_id
    FROM (
        SELECT
            vital_id,
            recorded_at
        FROM vitals
        WHERE
            written.found = %(limit)s
            AND patient_id = %(patient_id)s
            AND bucket = %(bucket)s
            AND recorded_at BETWEEN %(since)s AND %(until)s
            AND (recorded_at, vital_id) > (%(after_at)s, %(after_id)s)
            AND NOT struck
        ORDER BY recorded_at, vital_id
        OFFSET %(limit)s - 1
        LIMIT 2
    ) AS last_two
) AS edge
