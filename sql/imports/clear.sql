-- Leaves nothing of what was laid beside the record; what waits goes on waiting.
TRUNCATE staged_patients, staged_vitals
