-- Every former version of an assignment, with who replaced it and when.

ALTER TABLE assignments ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version >= 1);

CREATE TABLE assignment_history (
    patient_id text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    account_id text COLLATE "C" NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
    version integer NOT NULL CHECK (version >= 1),
    written_by text COLLATE "C" NOT NULL,
    written_at timestamptz NOT NULL,
    superseded_by text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (patient_id, bucket, account_id, starts_at, version)
);

ALTER TABLE assignment_history ADD CONSTRAINT assignment_history_assignment
FOREIGN KEY (patient_id, bucket, account_id, starts_at)
REFERENCES assignments (patient_id, bucket, account_id, starts_at);
