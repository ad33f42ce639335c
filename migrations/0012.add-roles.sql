-- What somebody is decides what they may do; a disabled account is nobody.

ALTER TABLE accounts ADD COLUMN role text NOT NULL DEFAULT 'doctor'
CHECK (role IN ('doctor', 'nurse', 'device', 'auditor', 'admin'));

ALTER TABLE accounts ADD COLUMN disabled_at timestamptz;

ALTER TABLE invites ADD COLUMN role text NOT NULL DEFAULT 'doctor'
CHECK (role IN ('doctor', 'nurse', 'device', 'auditor', 'admin'));
