-- Every former version of a patient's record, with who replaced it and when.

CREATE TABLE patient_history (
    patient_id text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    name text NOT NULL,
    gender text NOT NULL,
    birth_date date NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    written_by text COLLATE "C" NOT NULL,
    written_at timestamptz NOT NULL,
    superseded_by text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (patient_id, bucket, version)
);

ALTER TABLE patient_history ADD CONSTRAINT patient_history_patient
FOREIGN KEY (patient_id, bucket) REFERENCES patients (patient_id, bucket);
