DROP TABLE patient_history;
