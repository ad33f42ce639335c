-- Lists the lines whose patient is in the record with other facts, and the fields that show it. No
-- row: all agree.
SELECT
    staged.line,
    array_remove(
        ARRAY[
            CASE WHEN staged.name <> known.name THEN 'name' END,
            CASE WHEN staged.gender <> known.gender THEN 'gender' END,
            CASE WHEN staged.birth_date <> known.birth_date THEN 'birth_date' END
        ],
        NULL
    ) AS fields
FROM staged_patients AS staged
INNER JOIN patients AS known
    ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
WHERE
    (staged.name, staged.gender, staged.birth_date)
    <> (known.name, known.gender, known.birth_date)
ORDER BY staged.line
