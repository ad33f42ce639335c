-- Patients, sharded by bucket; the version is what a change is compared with.

CREATE TABLE patients (
    patient_id text COLLATE "C" NOT NULL CHECK (patient_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$'),
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    name text NOT NULL CHECK (
        char_length(name) BETWEEN 1 AND 100 AND name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
    ),
    gender text NOT NULL CHECK (gender IN ('M', 'F')),
    birth_date date NOT NULL CHECK (birth_date >= '1900-01-01' AND birth_date < '2200-01-01'),
    version integer NOT NULL CHECK (version >= 1),
    created_by text COLLATE "C" NOT NULL,
    updated_by text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
    PRIMARY KEY (patient_id, bucket)
);
