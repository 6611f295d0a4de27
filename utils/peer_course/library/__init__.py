"""Read the course's words for a learner's kernel: compiled JSON in, shapes out. Never loads PyYAML.

When an author has changed a file, it is compiled anew in a process of its own; if it is broken,
the last good form is used and `peer-course check` says what to mend.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from . import paths

# What a review has no need of is loaded where it is used, so that the first one answers at once.
if TYPE_CHECKING:
    from ..model.exercise import Exercise

FORMAT = 1
_refused: set[tuple[str, str]] = set()


class Unknown(LookupError):
    """Nothing in the course has this name; the message is a sentence for the person who asked."""


def exercise(slug: str) -> "Exercise":
    """Return the exercise with this slug. Raises Unknown, with the nearest name, if there is none."""
    from ..model.exercises import KINDS

    if slug not in slugs():
        raise Unknown(unknown(slug, slugs(), "exercise"))
    data = document(f"exercises/{slug}")
    return build(KINDS[data["kind"]], data | {"slug": slug})


def slugs() -> list[str]:
    """Return the slugs of all exercises."""
    return names("exercises")


def names(folder: str) -> list[str]:
    """Return the names of the content files in one folder, without ending."""
    source = paths.content() / folder
    found = {p.stem for p in source.glob("*.yml")}
    if not source.is_dir():
        for compiled in paths.compiled_folders(paths.content()):
            found |= {p.stem for p in (compiled / folder).glob("*.json")}
    return sorted(found)


def document(name: str) -> dict:
    """Return one content file as plain data. Raises Unknown if it is nowhere to be had."""
    content = paths.content()
    source = content / f"{name}.yml"
    of = hashlib.sha256(source.read_bytes()).hexdigest() if source.is_file() else None
    last = None
    for last in _held(content, name, of):
        if of in (None, last["of"]) and last["format"] == FORMAT:
            return last["data"]
    if of is not None and _compile_apart(name, of):
        _compiled.cache_clear()
        for last in _held(content, name, of):
            if last["of"] == of:
                return last["data"]
    if last is None:
        raise Unknown(f"The words of “{name}” cannot be read yet. `peer-course check` says what to mend.")
    return last["data"]


def _held(content: Path, name: str, of: str | None) -> Iterator[dict]:
    """Yield the compiled forms of one file, best first; the last one is used where none is fresh."""
    # Words that nobody has changed are the same wherever they lie, and need not be compiled by each person.
    if of is not None and content != paths.ROOT / "content" and (shipped := _compiled(str(paths.COMPILED), name)):
        yield shipped
    yield from filter(None, (_compiled(str(folder), name) for folder in paths.compiled_folders(content)))


def words() -> "Words":
    """Return the sentences of the interface."""
    return Words(document("words"))


class Words:
    """The sentences of the interface, by dotted name."""

    def __init__(self, data: dict):
        self.data = data

    def __call__(self, name: str, **values) -> str:
        """Return a sentence, with its gaps filled."""
        found = self.data
        for step in name.split("."):
            found = found[step]
        for key, value in values.items():
            found = found.replace("{" + key + "}", str(value))
        return found

    def group(self, name: str) -> dict[str, str]:
        """Return all sentences below one name."""
        found = self.data
        for step in name.split("."):
            found = found[step]
        return found


def build(shape: type, data: dict):
    """Return plain data as one of the model's shapes; the data has been checked when it was compiled."""
    values = {}
    for f in fields(shape):
        if f.name not in data:
            continue
        value, how = data[f.name], f.metadata["as"]
        if how == "parts":
            value = tuple(build(f.metadata["shape"], one) for one in value)
        elif how == "part" and value is not None:
            value = build(f.metadata["shape"], value)
        elif how == "words":
            value = tuple(value)
        values[f.name] = value
    return shape(**values)


@lru_cache(maxsize=64)
def _compiled(folder: str, name: str) -> dict | None:
    try:
        return json.loads((Path(folder) / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _compile_apart(name: str, of: str) -> bool:
    """Compile one file in a process of its own; a state of the file that was refused is not tried again."""
    if (name, of) in _refused:
        return False
    import subprocess

    try:
        done = subprocess.run([sys.executable, "-m", "peer_course.library.compile", name],
                              capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    if done.returncode:
        _refused.add((name, of))
    return done.returncode == 0


def unknown(name: str, known: list[str], what: str) -> str:
    """Return a sentence on a name that nothing has, with the nearest name that something has."""
    import difflib

    near = difflib.get_close_matches(str(name), known, 1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"There is no {what} called “{name}”.{hint}"
