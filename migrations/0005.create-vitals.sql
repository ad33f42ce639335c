-- Readings, each within the limits of its kind; ACVPU is kept as its place in that word, 0 to 4.

CREATE TABLE vitals (
    vital_id uuid NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    patient_id text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL
        CHECK (recorded_at >= '1900-01-01 00:00:00+00' AND recorded_at < '2200-01-01 00:00:00+00'),
    vital_type text COLLATE "C" NOT NULL,
    value numeric(9, 3) NOT NULL CHECK (value <> 'NaN'),
    version integer NOT NULL CHECK (version >= 1),
    struck boolean NOT NULL DEFAULT false,
    created_by text COLLATE "C" NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
    PRIMARY KEY (vital_id, bucket),
    CONSTRAINT vitals_value_possible CHECK (
        CASE vital_type
            WHEN 'HR' THEN value BETWEEN 0 AND 300
            WHEN 'RR' THEN value BETWEEN 0 AND 100
            WHEN 'SBP' THEN value BETWEEN 0 AND 400
            WHEN 'DBP' THEN value BETWEEN 0 AND 300
            WHEN 'SpO2' THEN value BETWEEN 0 AND 100
            WHEN 'BT' THEN value BETWEEN 10 AND 50
            WHEN 'O2' THEN value BETWEEN 0 AND 50
            WHEN 'ACVPU' THEN value IN (0, 1, 2, 3, 4)
            ELSE false
        END
    )
) WITH (fillfactor = 97);

CREATE INDEX vitals_series ON vitals (patient_id, recorded_at) WHERE NOT struck;

ALTER TABLE vitals ADD CONSTRAINT vitals_patient
FOREIGN KEY (patient_id, bucket) REFERENCES patients (patient_id, bucket);
