DROP TABLE vitals;
