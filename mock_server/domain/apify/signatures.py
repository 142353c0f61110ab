"""Signed links: whoever has one reads the items, whatever the dataset's access level."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from string import ascii_lowercase, ascii_uppercase, digits

from mock_server.domain.apify.world import Dataset, in_62, milliseconds

ALPHABET = digits + ascii_lowercase + ascii_uppercase
VERSION = "0"
NEVER = "0"


def signature(secret: str, resource: str, expiry: str = NEVER) -> str:
    """Sign for a resource until a time in milliseconds, or for ever."""
    signed = _signed(secret, VERSION, expiry, resource)
    return urlsafe_b64encode(f"{VERSION}.{expiry}.{signed}".encode()).decode()


def opens(told: str, dataset: Dataset, now: str) -> bool:
    """Tell whether a signature is of this dataset's key and still holds."""
    version, expiry, signed = _parts(told)
    if dataset.secret is None or not expiry.isdigit():
        return False
    wanted = _signed(dataset.secret, version, expiry, dataset.id)
    holds = expiry == NEVER or int(expiry) > milliseconds(now)
    return holds and hmac.compare_digest(wanted.encode(), signed.encode())


def _parts(told: str) -> tuple[str, str, str]:
    try:
        padded = told + "=" * (-len(told) % 4)
        version, expiry, signed = urlsafe_b64decode(padded.encode()).decode("ascii").split(".")
    except ValueError:
        return "", "", ""
    return version, expiry[:20], signed


def _signed(secret: str, version: str, expiry: str, resource: str) -> str:
    message = f"{version}.{expiry}.{resource}"
    digest = hmac.new(secret.encode(), message.encode(), sha256).hexdigest()
    return in_62(int(digest[:30], 16), ALPHABET)
