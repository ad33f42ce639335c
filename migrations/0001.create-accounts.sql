-- Doctors' accounts: an id is taken once, whatever the server process.

CREATE TABLE accounts (
    account_id text COLLATE "C" PRIMARY KEY CHECK (account_id ~ '^[A-Za-z0-9][A-Za-z0-9._@-]{0,49}$'),
    name text NOT NULL CHECK (
        char_length(name) BETWEEN 1 AND 100 AND name !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
    ),
    password_hash text NOT NULL CHECK (password_hash LIKE '$argon2id$%'),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at >= created_at)
);
