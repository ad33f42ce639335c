CREATE UNLOGGED TABLE staged_patients (
    line integer NOT NULL CHECK (line >= 1),
    patient_id text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    name text NOT NULL,
    gender text NOT NULL,
    birth_date date NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE UNLOGGED TABLE staged_vitals (
    line integer NOT NULL CHECK (line >= 1),
    vital_id uuid NOT NULL,
    bucket smallint NOT NULL CHECK (bucket BETWEEN 0 AND 4095),
    patient_id text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    vital_type text COLLATE "C" NOT NULL,
    value numeric(9, 3) NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
