-- Who did what when, and how it ended: rows are added and never changed, not by the service either.

CREATE TABLE audit (
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL,
    account_id text COLLATE "C" NOT NULL,
    role text NOT NULL,
    action text NOT NULL,
    patient_id text COLLATE "C",
    subject text COLLATE "C",
    old_version integer,
    new_version integer,
    request_id text COLLATE "C" NOT NULL,
    address text NOT NULL,
    outcome smallint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at = created_at)
);

CREATE INDEX audit_order ON audit (created_at, audit_id);

CREATE INDEX audit_time ON audit (at, audit_id);

CREATE INDEX audit_patient ON audit (patient_id, at);

CREATE TABLE audit_seals (
    minute timestamptz PRIMARY KEY CHECK (date_trunc('minute', minute, 'UTC') = minute),
    audit_ids bigint [] NOT NULL,
    digests bytea [] NOT NULL CHECK (cardinality(digests) = cardinality(audit_ids)),
    former bytea NOT NULL,
    chain bytea NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL CHECK (updated_at = created_at)
);

REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM CURRENT_USER;

REVOKE UPDATE, DELETE, TRUNCATE ON audit_seals FROM CURRENT_USER;
