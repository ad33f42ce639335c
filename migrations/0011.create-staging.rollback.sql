DROP TABLE staged_vitals;
DROP TABLE staged_patients;
