-- Forgets the attempts whose window is over. No row: there were none.
DELETE FROM attempts
WHERE window_ends_at < %(before)s
RETURNING subject, failures, window_ends_at
