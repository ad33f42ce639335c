-- Why a reading was corrected or struck out, from a list that can be counted.

ALTER TABLE vital_history ADD COLUMN reason_code text CHECK (
    reason_code IN (
        'wrong-value',
        'wrong-patient',
        'wrong-time',
        'wrong-kind',
        'device-fault',
        'duplicate',
        'other'
    )
);

CREATE INDEX vital_history_series ON vital_history (patient_id, recorded_at);
