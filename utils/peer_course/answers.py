"""Keep a person's own answers on their own machine, so that no word is ever lost.

One file for each exercise (and moment), written whole or not at all, readable by its owner only.
Nothing here decides or shows anything, and nothing here leaves the folder.
"""

import datetime
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .library.paths import home, private

FORMAT = 1
KEY = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")


class NotSaved(OSError):
    """An answer could not be written; the message says why and that the words are still on the page."""


class Newer(NotSaved):
    """The file was written by a newer version of the course; it is left exactly as it is."""


@dataclass(frozen=True)
class Saved:
    """An answer as it lies in the store; `revision` counts its versions, `note` is for the person."""

    answer: dict
    revision: int = 0
    writer: str = ""
    when: str = ""
    note: str = ""


def folder() -> Path:
    """Return the folder of answers."""
    return home() / "answers"


def load(key: str) -> Saved | None:
    """Return the saved answer, or None if there is none yet.

    A damaged file is set aside under another name, never overwritten, and the note says so.
    Raises Newer if a newer version of the course wrote the file.
    """
    path = _path(key)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        return _set_aside(path)
    except OSError as e:
        raise NotSaved(f"Your saved answer could not be read ({e.strerror}).") from e
    try:
        return _from(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return _set_aside(path)


def save(key: str, answer: dict, based_on: int, writer: str) -> Saved:
    """Write an answer and return it with its new revision.

    `based_on` is the revision that the writer last saw. If somebody else (another tab) has saved
    since, that version is kept beside this one. Raises NotSaved with a sentence, in which case the
    file is as it was before.
    """
    path = _path(key)
    there = load(key)
    note = there.note if there else ""
    if there and there.revision not in (0, based_on) and there.writer != writer and there.answer != answer:
        note = _keep_beside(path, there)
    # Reading may have set a damaged file aside; the new one starts a fresh count.
    revision = (there.revision if there else 0) + 1
    saved = Saved(answer, revision, writer, _now(), note)
    _write(path, {"format": FORMAT, "key": key, "revision": revision, "writer": writer,
                  "saved": saved.when, "answer": answer})
    return saved


def everything() -> dict[str, Saved]:
    """Return all answers by key, the latest first; versions kept beside have keys of their own."""
    found = {}
    for path in folder().glob("*.json"):
        try:
            saved = load(path.stem)
        except NotSaved:
            continue
        if saved and saved.revision:
            found[path.stem] = saved
    return dict(sorted(found.items(), key=lambda pair: pair[1].when, reverse=True))


def set_aside() -> list[Path]:
    """Return damaged files that were set aside."""
    return sorted(folder().glob("*.damaged-*"))


def remove(key: str) -> None:
    """Delete one answer, with the versions kept beside it and what was set aside of it."""
    beside = folder().glob(f"{key}.kept-*.json")
    for path in [_path(key), *beside, *folder().glob(f"{key}.json.damaged-*")]:
        path.unlink(missing_ok=True)


def remove_all() -> None:
    """Delete every answer on this machine."""
    if folder().is_dir():
        shutil.rmtree(folder())


def _path(key: str) -> Path:
    if not KEY.match(key):
        raise ValueError(f"not a key of an answer: {key!r}")
    return folder() / f"{key}.json"


def _from(record: dict) -> Saved:
    if record.get("format", 0) > FORMAT:
        raise Newer("This answer was written by a newer version of the course. It is safe and unchanged. "
                    "Please update the course to go on with it.")
    # Format 0, before revisions were counted: the file was the answer itself.
    if "format" not in record:
        return Saved(dict(record), 1)
    return Saved(dict(record["answer"]), int(record["revision"]), record["writer"], record["saved"])


def _set_aside(path: Path) -> Saved:
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    path.replace(aside)
    return Saved({}, 0, note=f"An earlier answer could not be read. It is kept as {aside.name}; nothing was deleted.")


def _keep_beside(path: Path, there: Saved) -> str:
    """Keep the other writer's newest version in one file of its own, however often both save."""
    other = re.sub(r"[^a-z0-9]", "", there.writer)[:12] or "earlier"
    beside = path.with_name(f"{path.stem}.kept-{other}.json")
    _write(beside, {"format": FORMAT, "key": beside.stem, "revision": there.revision, "writer": there.writer,
                    "saved": there.when, "answer": there.answer})
    return "This is open in two places. Both versions are kept: see “My answers” on the start page."


def _write(path: Path, record: dict) -> None:
    try:
        private(path.parent)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    except OSError as e:
        raise NotSaved(_why(e)) from e
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(record, out, ensure_ascii=False, indent=1)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(path)
    except OSError as e:
        raise NotSaved(_why(e)) from e
    finally:
        Path(temporary).unlink(missing_ok=True)


def _why(e: OSError) -> str:
    reasons = {28: "the disk is full", 30: "the disk is read-only", 13: "this folder is closed to you",
               122: "your share of the disk is used up"}
    why = reasons.get(e.errno, e.strerror or "the file could not be written")
    return f"Not saved yet: {why}. Your words are still on this page."


def _now() -> str:
    return datetime.datetime.now().astimezone().isoformat(timespec="seconds")
