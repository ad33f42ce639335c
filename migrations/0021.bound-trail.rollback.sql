ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_minute_possible;

ALTER TABLE audit DROP CONSTRAINT audit_created_at_possible;

ALTER TABLE audit DROP CONSTRAINT audit_at_possible;
