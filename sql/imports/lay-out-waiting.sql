-- Makes room beside the record for readings whose patient may stand on a later line, for this connection alone.
CREATE TEMPORARY TABLE IF NOT EXISTS waiting_vitals (
    line integer NOT NULL,
    vital_id uuid NOT NULL,
    bucket smallint NOT NULL,
    patient_id text COLLATE "C" NOT NULL,
    recorded_at timestamptz NOT NULL,
    vital_type text COLLATE "C" NOT NULL,
    value numeric(9, 3) NOT NULL
) ON COMMIT DELETE ROWS
