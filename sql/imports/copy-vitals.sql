-- Takes readings into the record as they come; one that does not go with it undoes all of them.
COPY vitals (
    vital_id,
    bucket,
    patient_id,
    recorded_at,
    vital_type,
    value,
    version,
    batch_id,
    created_by,
    updated_by,
    created_at,
    updated_at
)
FROM STDIN (FORMAT BINARY)
