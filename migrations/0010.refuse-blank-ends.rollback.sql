ALTER TABLE vital_history DROP CONSTRAINT vital_history_reason_line;
ALTER TABLE patients DROP CONSTRAINT patients_name_line;
ALTER TABLE accounts DROP CONSTRAINT accounts_name_line;
