-- Opens a session. No row: the account has a live one on this device.
INSERT INTO sessions (
    session_id,
    account_id,
    device,
    access_token,
    refresh_token,
    access_token_expires_at,
    refresh_token_expires_at,
    spent,
    version,
    created_at,
    updated_at
)
VALUES (
    %(session_id)s,
    %(account_id)s,
    %(device)s,
    %(access_token)s,
    %(refresh_token)s,
    %(access_token_expires_at)s,
    %(refresh_token_expires_at)s,
    ARRAY[]::bytea [],
    1,
    %(at)s,
    %(at)s
)
ON CONFLICT (account_id, device) WHERE ended_at IS NULL DO NOTHING
RETURNING session_id, version
