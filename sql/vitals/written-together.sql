-- Writes readings of several callers' ranges as they are told: JSON objects with commas between
-- them. Where a page is full its last place comes with it, and whether there is more. A place
-- without a row here: its caller's session is not what it was.
WITH given AS (
    SELECT
        place,
        session_id,
        session_version,
        patient_id,
        bucket,
        since,
        until,
        after_at,
        after_id,
        most
    FROM
        ROWS FROM (
            json_to_recordset(%(given)s::json) AS (
                session_id uuid,
                session_version integer,
                patient_id text,
                bucket smallint,
                since timestamptz,
                until timestamptz,
                after_at timestamptz,
                after_id uuid,
                "limit" integer
            )
        ) WITH ORDINALITY AS said (
            session_id,
            session_version,
            patient_id,
            bucket,
            since,
            until,
            after_at,
            after_id,
            most,
            place
        )
)

SELECT
    given.place,
    written.items,
    edge.more,
    edge.last_at,
    edge.last_id
FROM given
INNER JOIN sessions
    ON given.session_id = sessions.session_id AND given.session_version = sessions.version
INNER JOIN accounts ON sessions.account_id = accounts.account_id
CROSS JOIN LATERAL (
    SELECT
        string_agg(item, ',') AS items,
        count(*) AS found
    FROM (
        SELECT
            '{"vital_id":"'
            || vitals.vital_id::text
            || '","vital_type":"'
            || vitals.vital_type
            || '","recorded_at":'
            || CASE
                WHEN vitals.recorded_at = vitals.recorded_at::timestamptz(0)
                    THEN left(to_json(vitals.recorded_at)::text, 20) || 'Z"'
                ELSE to_char(vitals.recorded_at, '"\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\""')
            END
            || ',"value":'
            || CASE
                WHEN vitals.vital_type = 'ACVPU'
                    THEN '"' || substr('ACVPU', vitals.value::integer + 1, 1) || '"'
                ELSE trim_scale(vitals.value)::text
            END
            || CASE vitals.version
                WHEN 1 THEN ',"version":1}'
                ELSE ',"version":' || vitals.version::text || '}'
            END AS item
        FROM vitals
        WHERE
            vitals.patient_id = given.patient_id
            AND vitals.bucket = given.bucket
            AND vitals.recorded_at BETWEEN given.since AND given.until
            AND (vitals.recorded_at, vitals.vital_id) > (given.after_at, given.after_id)
            AND NOT vitals.struck
        ORDER BY vitals.recorded_at, vitals.vital_id
        LIMIT given.most
    ) AS listed
) AS written
CROSS JOIN LATERAL (
    SELECT
        count(*) > 1 AS more,
        min(recorded_at) AS last_at,
        (array_agg(vital_id::text))[1] AS last_id
    FROM (
        SELECT
            vitals.vital_id,
            vitals.recorded_at
        FROM vitals
        WHERE
            written.found = given.most
            AND vitals.patient_id = given.patient_id
            AND vitals.bucket = given.bucket
            AND vitals.recorded_at BETWEEN given.since AND given.until
            AND (vitals.recorded_at, vitals.vital_id) > (given.after_at, given.after_id)
            AND NOT vitals.struck
        ORDER BY vitals.recorded_at, vitals.vital_id
        OFFSET given.most - 1
        LIMIT 2
    ) AS last_two
) AS edge
WHERE sessions.ended_at IS NULL AND accounts.disabled_at IS NULL
