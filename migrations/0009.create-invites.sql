-- Invitations to register: a code, as its digest, that works once and for a while.

CREATE TABLE invites (
    code_digest bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    used_by text COLLATE "C",
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
