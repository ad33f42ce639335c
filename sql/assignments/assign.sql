-- Lets a device add a patient's readings for a time. No row: there is no such patient or device, or
-- it may from that moment already.
INSERT INTO assignments (
    patient_id,
    bucket,
    account_id,
    starts_at,
    ends_at,
    version,
    assigned_by,
    created_at,
    updated_at
)
SELECT
    patients.patient_id,
    patients.bucket,
    accounts.account_id,
    %(starts_at)s,
    %(ends_at)s,
    1,
    %(by)s,
    %(at)s,
    %(at)s
FROM patients
INNER JOIN accounts ON accounts.account_id = %(account_id)s AND accounts.role = 'device'
WHERE patients.patient_id = %(patient_id)s AND patients.bucket = %(bucket)s
ON CONFLICT (patient_id, bucket, account_id, starts_at) DO NOTHING
RETURNING patient_id, account_id AS device, starts_at, ends_at
