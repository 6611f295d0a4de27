"""What has been erased and which backups were made, in a file of its own beside marking.db.

No backup ever replaces this file, so that an erasure outlives every restore. Nobody's name is in it: an erased
person is a slow, salted hash, which can only be compared with a name that one already has.
Not here: erasing, backing up.
"""

import datetime
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from . import private_file, records
from .course_folder import CourseFolder, NotPossible

FILE = "data-ledger.json"
KEEP_DAYS = 180
# What a backup ends in when it was encrypted where it lay, as docs/privacy.md says.
ENCRYPTED = ("", ".age", ".gpg")


def read(course: CourseFolder) -> dict:
    """Return the ledger: {"erased": [{salt, who, asked, done}], "backups": [{path, made, delete_by}]}."""
    path = course.root / FILE
    if not path.exists():
        return {"erased": [], "backups": []}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return {"erased": [_entry(one) for one in held["erased"]], "backups": [_backup(one) for one in held["backups"]]}
    except (OSError, ValueError, KeyError, TypeError) as e:
        raise NotPossible(
            f"The list of erasures ({FILE}) cannot be read, and it was left as it is. Without it nobody could tell "
            "whose work must not come back. Please bring this file back from another copy, or move it away and "
            "note down that you did.") from e


def ask(course: CourseFolder, learner: str) -> None:
    """Note that somebody's data is being erased, before anything is removed: an erasure may break off."""
    held = read(course)
    entry = find(held["erased"], learner)
    if entry is None:
        # One salt for all, so that a restore has to hash each name only once.
        salt = next((one["salt"] for one in held["erased"]), secrets.token_hex(16))
        held["erased"].append({"salt": salt, "who": _mark(learner, salt), "asked": records.now(), "done": ""})
    else:
        entry["asked"], entry["done"] = records.now(), ""
    write(course, held)


def done(course: CourseFolder, learner: str) -> None:
    """Note that nothing more of somebody is left that could be reached."""
    held = read(course)
    find(held["erased"], learner)["done"] = records.now()
    write(course, held)


def find(erased: list[dict], learner: str) -> dict | None:
    """Return the latest entry about somebody, or None."""
    marks = {salt: _mark(learner, salt) for salt in {one["salt"] for one in erased}}
    return next((one for one in reversed(erased) if hmac.compare_digest(one["who"], marks[one["salt"]])), None)


def to_reapply(erased: list[dict], learners: Iterable[str], made: str) -> list[str]:
    """Return whom a backup of the time `made` brings back although they were erased since.

    Who was erased before the backup was made and has come back to the course since then stays.
    """
    due = [one for one in erased if not one["done"] or one["done"] >= made]
    return [learner for learner in learners if due and find(due, learner)]


def joined(one: list[dict], other: list[dict]) -> list[dict]:
    """Return the erasures of two ledgers; of the same entry in both, the later state."""
    found: dict[tuple, dict] = {}
    for entry in (*one, *other):
        key = (entry["salt"], entry["who"])
        if key not in found or entry["asked"] > found[key]["asked"] or (
                entry["asked"] == found[key]["asked"] and entry["done"]):
            found[key] = entry
    return sorted(found.values(), key=lambda entry: entry["asked"])


def note_backup(course: CourseFolder, path: Path, made: str, delete_by: str) -> None:
    """Remember a backup: where it is, when it was made, and by when it has to go."""
    held = read(course)
    held["backups"] = [one for one in held["backups"] if one["path"] != str(path)]
    held["backups"].append({"path": str(path), "made": made, "delete_by": delete_by})
    write(course, held)


def backups(course: CourseFolder) -> list[dict]:
    """Return the backups that are still where they were put, as they are or encrypted, oldest first."""
    return [one | {"path": one["path"] + end} for one in read(course)["backups"] for end in ENCRYPTED
            if os.path.isfile(one["path"] + end)]  # noqa: PTH113 (a closed folder must not raise here)


def ever_backed_up(course: CourseFolder) -> bool:
    """Tell whether a backup was ever made: it may lie elsewhere now, and hold people who are no longer here."""
    return bool(read(course)["backups"])


def overdue(course: CourseFolder) -> list[dict]:
    """Return the backups that should have been deleted by now."""
    today = datetime.date.today().isoformat()
    return [one for one in backups(course) if one["delete_by"] < today]


def write(course: CourseFolder, held: dict) -> None:
    """Write the ledger anew, whole or not at all."""
    # Who was erased has to be known to whichever tutor restores a backup.
    private_file.write(course.root / FILE, json.dumps(held, indent=1) + "\n", group=True)


def _mark(learner: str, salt: str) -> str:
    # Names are easy to guess, so the hash is a slow one.
    plain = unicodedata.normalize("NFC", learner).encode("utf-8", "surrogateescape")
    return hashlib.scrypt(plain, salt=bytes.fromhex(salt), n=2**13, r=8, p=1).hex()


def _entry(one: dict) -> dict:
    return {name: str(one[name]) for name in ("salt", "who", "asked", "done")}


def _backup(one: dict) -> dict:
    return {name: str(one[name]) for name in ("path", "made", "delete_by")}
