"""Marks of who was erased, so that an older copy put back does not bring anybody back.

A mark is a salted hash of a name; the names themselves are nowhere. Not here: erasing (`erase`), copies (`copies`).
"""

import hashlib
import json
import secrets
from pathlib import Path

NAME = "erased.json"
ROUNDS = 100_000


def read(place: Path) -> dict:
    """Return the salts and marks kept in a folder; empty ones where nobody was erased yet."""
    try:
        return json.loads((place / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}


def keep(place: Path, marks: dict) -> None:
    """Write the marks, whole or not at all."""
    if marks:
        new = place / (NAME + ".new")
        new.write_text(json.dumps(marks, indent=1), encoding="utf-8")
        new.chmod(0o600)
        new.replace(place / NAME)


def note(place: Path, name: str) -> None:
    """Keep a mark of somebody who is erased."""
    marks = read(place)
    if not was(marks, name):
        salt = next(iter(marks), None) or secrets.token_hex(16)
        keep(place, together(marks, {salt: [_mark(salt, name)]}))


def was(marks: dict, name: str) -> bool:
    """Tell whether somebody was erased."""
    return any(_mark(salt, name) in known for salt, known in marks.items())


def together(one: dict, other: dict) -> dict:
    """Join marks from two places; they may have different salts."""
    return {salt: sorted({*one.get(salt, []), *other.get(salt, [])}) for salt in (*one, *other)}


def _mark(salt: str, name: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", name.encode(), bytes.fromhex(salt), ROUNDS).hex()
