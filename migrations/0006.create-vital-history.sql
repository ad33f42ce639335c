-- Every former version of a reading, with who replaced it, when and why.

CREATE TABLE vital_history (
    vital_id uuid NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    patient_id text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    vital_type text COLLATE "C" NOT NULL,
    value numeric(9, 3) NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    written_by text COLLATE "C" NOT NULL,
    written_at timestamptz NOT NULL,
    superseded_by text COLLATE "C" NOT NULL,
    change text NOT NULL CHECK (change IN ('corrected', 'struck')),
    reason text CHECK (char_length(reason) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (vital_id, bucket, version)
);

ALTER TABLE vital_history ADD CONSTRAINT vital_history_vital
FOREIGN KEY (vital_id, bucket) REFERENCES vitals (vital_id, bucket);
