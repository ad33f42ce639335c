-- Lists the lines with readings of a patient to whom a device was not assigned at that moment. No
-- row: it was assigned to all.
SELECT staged.line, ARRAY['device'] AS fields
FROM staged_vitals AS staged
LEFT JOIN assignments AS known
    ON
        staged.patient_id = known.patient_id
        AND staged.bucket = known.bucket
        AND known.account_id = %(device)s
        AND staged.recorded_at BETWEEN known.starts_at AND known.ends_at
WHERE known.patient_id IS NULL
GROUP BY staged.line
ORDER BY staged.line
