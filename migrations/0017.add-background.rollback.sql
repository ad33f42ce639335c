ALTER TABLE patient_history DROP COLUMN pregnancy_since;

ALTER TABLE patient_history DROP COLUMN pregnancy;

ALTER TABLE patient_history DROP COLUMN spo2_review_on;

ALTER TABLE patient_history DROP COLUMN spo2_prescribed_on;

ALTER TABLE patient_history DROP COLUMN spo2_reason;

ALTER TABLE patient_history DROP COLUMN spo2_prescriber;

ALTER TABLE patient_history DROP COLUMN spo2_high;

ALTER TABLE patient_history DROP COLUMN spo2_low;

ALTER TABLE patients DROP COLUMN pregnancy_since;

ALTER TABLE patients DROP COLUMN pregnancy;

ALTER TABLE patients DROP COLUMN spo2_review_on;

ALTER TABLE patients DROP COLUMN spo2_prescribed_on;

ALTER TABLE patients DROP COLUMN spo2_reason;

ALTER TABLE patients DROP COLUMN spo2_prescriber;

ALTER TABLE patients DROP COLUMN spo2_high;

ALTER TABLE patients DROP COLUMN spo2_low;
