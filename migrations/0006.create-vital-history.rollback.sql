DROP TABLE vital_history;
