-- Writes readings of several callers' ranges as they are told: JSON objects with commas between
-- them. A place without a row here: its caller's session is not what it was.
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
    found.items,
    found.more,
    found.last_at,
    found.last_id
FROM given
INNER JOIN sessions
    ON given.session_id = sessions.session_id AND given.session_version = sessions.version
INNER JOIN accounts ON sessions.account_id = accounts.account_id
CROSS JOIN LATERAL (
    SELECT
        string_agg(item, ',') FILTER (WHERE place <= given.most) AS items,
        count(*) > given.most AS more,
        max(recorded_at) FILTER (WHERE place = given.most) AS last_at,
        max(vital_id::text) FILTER (WHERE place = given.most) AS last_id
    FROM (
        SELECT
            vitals.vital_id,
            vitals.recorded_at,
            row_number() OVER (ORDER BY vitals.recorded_at, vitals.vital_id) AS place,
            '{"vital_id":"'
            || vitals.vital_id::text
            || '","vital_type":"'
            || vitals.vital_type
            || '","recorded_at":'
            || CASE
                WHEN date_trunc('second', vitals.recorded_at) = vitals.recorded_at
                    THEN left(to_json(vitals.recorded_at)::text, 20) || 'Z"'
                ELSE to_char(vitals.recorded_at, '"\""YYYY-MM-DD"T"HH24:MI:SS.US"Z\""')
            END
            || ',"value":'
            || CASE
                WHEN vitals.vital_type = 'ACVPU'
                    THEN '"' || substr('ACVPU', vitals.value::integer + 1, 1) || '"'
                ELSE trim_scale(vitals.value)::text
            END
            || ',"version":'
            || vitals.version::text
            || '}' AS item
        FROM vitals
        WHERE
            vitals.patient_id = given.patient_id
            AND vitals.bucket = given.bucket
            AND vitals.recorded_at BETWEEN given.since AND given.until
            AND (vitals.recorded_at, vitals.vital_id) > (given.after_at, given.after_id)
            AND NOT vitals.struck
        ORDER BY vitals.recorded_at, vitals.vital_id
        LIMIT given.most + 1
    ) AS listed
) AS found
WHERE sessions.ended_at IS NULL AND accounts.disabled_at IS NULL
