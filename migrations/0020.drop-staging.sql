-- A batch is laid in temporary tables of its own connection, so no table for it is shared any more.

DROP TABLE staged_vitals;

DROP TABLE staged_patients;
