-- Issues an invitation.
INSERT INTO invites (code_digest, role, expires_at, created_at, updated_at)
VALUES (%(code_digest)s, %(role)s, %(expires_at)s, %(at)s, %(at)s)
RETURNING code_digest, expires_at
