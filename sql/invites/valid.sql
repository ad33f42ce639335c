-- Shows an invitation that can still be used. No row: it is unknown, used or over.
SELECT code_digest, expires_at
FROM invites
WHERE code_digest = %(code_digest)s AND used_by IS NULL AND expires_at > %(at)s
