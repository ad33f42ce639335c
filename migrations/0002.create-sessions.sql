-- One live session an account and device; tokens rest encrypted, used refresh tokens as digests.

CREATE TABLE sessions (
    session_id uuid PRIMARY KEY,
    account_id text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL CHECK (device ~ '^(-|[A-Za-z0-9][A-Za-z0-9._-]{0,49})$'),
    access_token bytea NOT NULL,
    refresh_token bytea NOT NULL,
    access_token_expires_at timestamptz NOT NULL,
    refresh_token_expires_at timestamptz NOT NULL
        CHECK (refresh_token_expires_at >= access_token_expires_at),
    spent bytea [] NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    ended_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at >= created_at)
);

CREATE UNIQUE INDEX sessions_live ON sessions (account_id, device) WHERE ended_at IS NULL;

ALTER TABLE sessions ADD CONSTRAINT sessions_account
FOREIGN KEY (account_id) REFERENCES accounts (account_id);
