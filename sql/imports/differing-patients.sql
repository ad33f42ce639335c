-- Lists the lines whose patient is in the record with other facts, and how many there are. No row:
-- all agree.
SELECT
    staged.line,
    CASE
        WHEN staged.name <> known.name THEN 'name'
        WHEN staged.gender <> known.gender THEN 'gender'
        ELSE 'birth_date'
    END AS field,
    count(*) OVER () AS total
FROM staged_patients AS staged
INNER JOIN patients AS known
    ON staged.patient_id = known.patient_id AND staged.bucket = known.bucket
WHERE
    (staged.name, staged.gender, staged.birth_date)
    <> (known.name, known.gender, known.birth_date)
ORDER BY staged.line
LIMIT %(limit)s
