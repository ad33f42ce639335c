ALTER TABLE invites DROP COLUMN role;

ALTER TABLE accounts DROP COLUMN disabled_at;

ALTER TABLE accounts DROP COLUMN role;
