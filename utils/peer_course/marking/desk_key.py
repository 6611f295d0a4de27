"""The name by which the desk's page knows a hand-in: nobody's name in it, one version, one role."""

import base64
import binascii
from dataclasses import dataclass

from .records import FIRST, ROLES


@dataclass(frozen=True)
class Key:
    """A hand-in's own random key, the role it is read in, and the time stamp of the version that was read."""

    hand_in: str
    role: str = FIRST
    handed_in: str = ""

    def __str__(self) -> str:
        stamp = base64.urlsafe_b64encode(self.handed_in.encode()).decode().rstrip("=")
        return f"{self.hand_in}.{self.role}.{stamp}"


def parse(text) -> Key | None:
    """Return a key that the page sent back, or None when it is none."""
    parts = text.split(".") if isinstance(text, str) else []
    if len(parts) != 3 or parts[1] not in ROLES:
        return None
    try:
        stamp = base64.b64decode(parts[2] + "=" * (-len(parts[2]) % 4), altchars=b"-_", validate=True)
        return Key(parts[0], parts[1], stamp.decode())
    except (binascii.Error, UnicodeDecodeError):
        return None
