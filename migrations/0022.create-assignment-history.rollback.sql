DROP TABLE assignment_history;

ALTER TABLE assignments DROP COLUMN version;
