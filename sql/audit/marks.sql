-- Lists the seals from a minute on without their rows, the oldest first; without a minute the newest
-- one alone. A minute past the calendar is told as its end. No row: nothing is sealed.
SELECT
    least(minute, '9999-12-31 23:59:00+00'::timestamptz) AS minute,
    former,
    chain
FROM audit_seals
WHERE minute >= coalesce(
    %(since)s::timestamptz, (SELECT max(newest.minute) FROM audit_seals AS newest)
)
ORDER BY audit_seals.minute
