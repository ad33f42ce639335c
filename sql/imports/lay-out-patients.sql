-- Makes room beside the record for the patients of a batch, for this connection alone.
CREATE TEMPORARY TABLE IF NOT EXISTS staged_patients (
    line integer NOT NULL,
    patient_id text COLLATE "C" NOT NULL,
    bucket smallint NOT NULL,
    name text NOT NULL,
    gender text NOT NULL,
    birth_date date NOT NULL
) ON COMMIT DELETE ROWS
