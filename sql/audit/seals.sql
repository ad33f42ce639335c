-- Lists the seals after a minute, the oldest first; one past the calendar is told as at its end.
SELECT
    least(minute, '9999-12-31 23:59:00+00'::timestamptz) AS minute,
    audit_ids,
    digests,
    former,
    chain
FROM audit_seals
WHERE minute > %(after)s
ORDER BY audit_seals.minute
LIMIT %(limit)s
