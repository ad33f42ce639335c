"""Keys that several services of the tests share, as those of one hospital must."""

import secrets

KEYS = {
    "VITALWEB_JWT_KEY": secrets.token_urlsafe(32),
    "VITALWEB_AES_KEYS": f"1:{secrets.token_hex(32)}",
    "VITALWEB_AUDIT_KEY": secrets.token_urlsafe(32),
}
