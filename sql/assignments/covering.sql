-- Shows the assignment that lets a device add a patient's reading of a moment. No row: none does.
SELECT patient_id, account_id AS device, starts_at, ends_at
FROM assignments
WHERE
    patient_id = %(patient_id)s
    AND bucket = %(bucket)s
    AND account_id = %(account_id)s
    AND %(recorded_at)s BETWEEN starts_at AND ends_at
LIMIT 1
