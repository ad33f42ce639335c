-- Lists a patient's readings from one minute to another, as the service's statement does.
\set patient :first + :stride * random(0, :seen - 1)
\set since :begin + 60 * :day * random(0, :days - 1)
\set until :since + 60 * (:minutes - 1)
SELECT vital_id, vital_type, recorded_at, trim_scale(value) AS value, version
FROM vitals
WHERE
    patient_id = :patient::text
    AND recorded_at BETWEEN to_timestamp(:since::bigint) AND to_timestamp(:until::bigint)
    AND NOT struck
ORDER BY recorded_at, vital_id
LIMIT 10001;
