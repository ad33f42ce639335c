-- Attempts to log in, counted a subject (an account or an address) and a window of time.

CREATE TABLE attempts (
    subject text COLLATE "C" PRIMARY KEY,
    failures integer NOT NULL CHECK (failures >= 0),
    window_ends_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
