-- Counts an attempt of each subject within its window, starting a new one where the last is over.
INSERT INTO attempts (subject, failures, window_ends_at, created_at, updated_at)
SELECT subject, 1, %(window_ends_at)s, %(at)s, %(at)s
FROM unnest(%(subjects)s::text []) AS subject
ORDER BY subject
ON CONFLICT (subject) DO UPDATE SET
    failures = CASE
        WHEN attempts.window_ends_at <= excluded.updated_at THEN 1 ELSE attempts.failures + 1
    END,
    window_ends_at = CASE
        WHEN attempts.window_ends_at <= excluded.updated_at
            THEN excluded.window_ends_at
        ELSE attempts.window_ends_at
    END,
    updated_at = excluded.updated_at
RETURNING subject, failures, window_ends_at
