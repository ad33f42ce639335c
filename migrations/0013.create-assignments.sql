-- Which device may add readings of which patient, and for what time.

CREATE TABLE assignments (
    patient_id text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    account_id text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    assigned_by text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
    PRIMARY KEY (patient_id, bucket, account_id, starts_at)
);

ALTER TABLE assignments ADD CONSTRAINT assignments_patient
FOREIGN KEY (patient_id, bucket) REFERENCES patients (patient_id, bucket);
