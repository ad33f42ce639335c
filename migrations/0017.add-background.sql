-- What scores must know of a patient: a prescribed target saturation, a pregnancy.

ALTER TABLE patients ADD COLUMN spo2_low smallint CHECK (spo2_low BETWEEN 70 AND 100);

ALTER TABLE patients ADD COLUMN spo2_high smallint CHECK (
    spo2_high BETWEEN 70 AND 100 AND spo2_high > spo2_low
);

ALTER TABLE patients ADD COLUMN spo2_prescriber text;

ALTER TABLE patients ADD COLUMN spo2_reason text;

ALTER TABLE patients ADD COLUMN spo2_prescribed_on date;

ALTER TABLE patients ADD COLUMN spo2_review_on date CHECK (spo2_review_on >= spo2_prescribed_on);

ALTER TABLE patients ADD COLUMN pregnancy text CHECK (
    pregnancy IN ('not pregnant', 'pregnant', 'postpartum')
);

ALTER TABLE patients ADD COLUMN pregnancy_since date;

ALTER TABLE patients ADD CONSTRAINT patients_target_whole CHECK (
    num_nulls(
        spo2_low, spo2_high, spo2_prescriber, spo2_reason, spo2_prescribed_on, spo2_review_on
    ) IN (0, 6)
);

ALTER TABLE patients ADD CONSTRAINT patients_pregnancy_whole CHECK (
    num_nulls(pregnancy, pregnancy_since) IN (0, 2)
);

ALTER TABLE patient_history ADD COLUMN spo2_low smallint;

ALTER TABLE patient_history ADD COLUMN spo2_high smallint;

ALTER TABLE patient_history ADD COLUMN spo2_prescriber text;

ALTER TABLE patient_history ADD COLUMN spo2_reason text;

ALTER TABLE patient_history ADD COLUMN spo2_prescribed_on date;

ALTER TABLE patient_history ADD COLUMN spo2_review_on date;

ALTER TABLE patient_history ADD COLUMN pregnancy text;

ALTER TABLE patient_history ADD COLUMN pregnancy_since date;
