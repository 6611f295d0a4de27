"""The receipt of an erasure: what was done, what remains for whom, and nothing about the person.

Here: words and the file. Not here: erasing. The general sentences are in content/words.yml under `data_rights`.
"""

import datetime
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .. import library
from . import private_file

FOLDER = "receipts"
SHOWN = 20

# Who has something left to do after an erasure, and the sentence in content/words.yml that says what.
REMAINING = {"learner": "learner_does", "administrator": "administrator_does", "tutor": "tutor_does"}


@dataclass
class Receipt:
    """What an erasure did: `done` place to count, `left` sentences on what could not be reached or is not ours."""

    done: Counter = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    learner_has: int = 0
    others_have: int = 0
    elsewhere: list[str] = field(default_factory=list)
    backups: list[dict] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether everything that could be tried went well."""
        return not self.left


def text(receipt: Receipt, when: datetime.datetime) -> str:
    """Return the receipt as plain text."""
    words = library.words()
    lines = ["RECEIPT OF AN ERASURE", "", f"Done on {when:%d %B %Y at %H:%M}. The person is not named here.", ""]
    removed = [f"{place}: {count}" for place, count in receipt.done.items() if count]
    lines += part("Removed on the tutor's side", removed or ["Nothing more was there."])
    lines += part("Not removed, and why", receipt.left)
    lines += part("Please look at these yourself; a program cannot tell what they mean", _named(receipt))
    remain = {who: _lines(words(f"data_rights.{does}")) for who, does in REMAINING.items()}
    lines += part("What the person has to do, if they wish", remain["learner"] + _copies(receipt))
    lines += part("What whoever looks after the computer has to do", remain["administrator"])
    lines += part("What the tutor has to do", remain["tutor"] + _backups(receipt))
    return "\n".join(lines)


def keep(folder: Path, said: str, when: datetime.datetime) -> Path:
    """Write the receipt under a folder, for this account alone; an earlier receipt is never replaced."""
    stem, number = f"erasure-{when:%Y-%m-%d-%H%M%S}", 1
    path = folder / FOLDER / f"{stem}.txt"
    while path.exists():
        number += 1
        path = folder / FOLDER / f"{stem}-{number}.txt"
    private_file.write(path, said, replace=False)
    return path


def part(heading: str, lines: Sequence[str]) -> list[str]:
    """Return a heading with its lines and an empty one below; nothing when there are no lines."""
    return [heading + ":", *(f"  - {line}" for line in lines), ""] if lines else []


def masked(text: str, names: tuple[re.Pattern, ...]) -> str:
    """Return a sentence or a path with the person's names taken out."""
    for name in names:
        text = name.sub("(the person)", text)
    return text


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _named(receipt: Receipt) -> list[str]:
    found = receipt.elsewhere[:SHOWN]
    if len(receipt.elsewhere) > SHOWN:
        found.append(f"and {len(receipt.elsewhere) - SHOWN} more; run the command again after looking at these")
    if receipt.others_have:
        found.append(f"the work of others, or replies to it: {receipt.others_have} file(s) hold the same sentence or "
                     "the name. They were left as they are, because they are somebody else's.")
    return found


def _copies(receipt: Receipt) -> list[str]:
    if not receipt.learner_has:
        return []
    return [f"In my-work on this computer, {receipt.learner_has} file(s) of theirs remain. They belong to the learner."]


def _backups(receipt: Receipt) -> list[str]:
    return [f"The backup {one['path']} of {one['made'][:10]} still holds the work until it is deleted, by "
            f"{one['delete_by']} at the latest. When it is restored, the erasure is done again by itself."
            for one in receipt.backups]
