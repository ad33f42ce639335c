-- Counts the staged readings that are in the record and were struck out there. It is asked of each
-- staged reading, not of the record, which may hold few that were struck out among very many.
SELECT count(*) FILTER (WHERE other.struck) AS tally
FROM staged_vitals AS staged
LEFT JOIN vitals AS other
    ON staged.vital_id = other.vital_id AND staged.bucket = other.bucket
