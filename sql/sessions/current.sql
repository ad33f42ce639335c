-- Names those of some sessions that are live in the version given. No row: none of them is.
SELECT sessions.session_id, sessions.version
FROM
    json_to_recordset(%(given)s::json) AS given (session_id uuid, version integer)
INNER JOIN sessions
    ON given.session_id = sessions.session_id AND given.version = sessions.version
INNER JOIN accounts ON sessions.account_id = accounts.account_id
WHERE sessions.ended_at IS NULL AND accounts.disabled_at IS NULL
