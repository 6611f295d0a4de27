"""Signing in with a list of passwords that the hub keeps itself: for the trial, and where there is no other way.

Kept are salted scrypt hashes only. Where people have system passwords, `pam` is the better choice.
What must not live here: who is tutor and who is learner.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path

from jupyterhub.auth import Authenticator
from traitlets import Unicode

# What scrypt costs: 32 MB and about a tenth of a second for each try.
COST = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024**2, "dklen": 32}
WORDS = 4
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # none that look alike


def generated() -> str:
    """Return a new password that can be read out and typed: four groups of four signs, about 80 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(WORDS))


def put(file: Path, given: dict[str, str]) -> None:
    """Keep passwords by name, beside those that are there; the file is for its owner only."""
    kept = _kept(file)
    for name, password in given.items():
        salt = secrets.token_bytes(16)
        kept[name] = {"salt": salt.hex(), "hash": _hash(password, salt)}
    _keep(file, kept)


def has(file: Path, name: str) -> bool:
    """Tell whether somebody has a password here."""
    return name in _kept(file)


def forget(file: Path, name: str) -> bool:
    """Take somebody's password out; returns whether there was one."""
    kept = _kept(file)
    if kept.pop(name, None) is None:
        return False
    _keep(file, kept)
    return True


def _keep(file: Path, kept: dict) -> None:
    new = file.with_name(file.name + ".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(kept, out, indent=1)
    new.replace(file)


def fits(file: Path, name: str, password: str) -> bool:
    """Tell whether this is the password of that name; takes as long for a name that is not there."""
    one = _kept(file).get(name) or {"salt": "00" * 16, "hash": ""}
    return hmac.compare_digest(_hash(password, bytes.fromhex(one["salt"])), one["hash"])


class PasswordFile(Authenticator):
    """JupyterHub's sign-in page, asking the hub's own list."""

    file = Unicode(config=True, help="The list that `peer-course hub-password` writes.")

    def __init__(self, **given):
        super().__init__(**given)
        self._one_by_one = asyncio.Semaphore(2)

    async def authenticate(self, handler, data):
        """Return the name when the password fits.

        No name is ever locked: the passwords are made here and too long to be guessed, and a lock would let anybody
        keep somebody else out.
        """
        name, password = str(data.get("username", "")), str(data.get("password", ""))
        # Not in the hub's own thread, which has everybody else waiting.
        async with self._one_by_one:
            right = await asyncio.to_thread(fits, Path(self.file), name, password[:1000])
        return name if right else None


def _kept(file: Path) -> dict:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _hash(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, **COST).hex()
