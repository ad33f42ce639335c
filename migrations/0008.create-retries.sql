-- Answers kept under an Idempotency-Key, written with what they answer; the key is unique an asker.

CREATE TABLE retries (
    asker text COLLATE "C" NOT NULL,
    retry_key text COLLATE "C" NOT NULL CHECK (char_length(retry_key) BETWEEN 1 AND 255),
    request_digest bytea NOT NULL,
    status smallint,
    headers text,
    body bytea,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (asker, retry_key)
);

CREATE INDEX retries_age ON retries (created_at);
