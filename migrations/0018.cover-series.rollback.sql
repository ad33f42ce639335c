DROP INDEX vitals_listed;
