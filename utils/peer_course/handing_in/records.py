"""What was handed in and what became of it, from nbgrader's own copies and from the learner's own records.

Here: reading nbgrader's cache and the exchange by names we know, and keeping a record in the learner's own
folder. Not here: sending anything. A learner cannot list the exchange, and nothing here needs to.
"""

import hashlib
import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from .. import handover
from ..library import paths
from ..ngshare import service
from .writing import Piece, read

STAMPS = ("%Y-%m-%d %H:%M:%S.%f UTC", "%Y-%m-%d %H:%M:%S.%f")  # as a folder has it, and as ngshare has it


@dataclass(frozen=True)
class Sent:
    """One hand-in: when, as whom, the words as they were sent, and when it was collected.

    `collected` is "" while it waits, a time once the tutor has it, "unknown" when it left the exchange.
    `known_as` is its name in the exchange, "" when it was handed in without our submit.
    """

    when: str
    name: str
    pieces: tuple[Piece, ...]
    added: tuple[str, ...]
    collected: str
    known_as: str
    copy: Path

    @property
    def timestamp(self) -> str:
        """The time as nbgrader writes it, which also names the feedback folder."""
        return self.copy.name.rsplit("+", 1)[1]


def sent(task: str) -> list[Sent]:
    """Give the hand-ins of a task that were not taken back, newest first."""
    # What starts with a dot is only just being handed in.
    found = [copy for copy in _cache().glob(f"*+{task}+*") if not copy.name.startswith(".")]
    copies = sorted(found, key=lambda copy: copy.name.rsplit("+", 1)[1], reverse=True)
    return [_sent(task, copy) for copy in copies if copy.is_dir()]


def inbound(known_as: str) -> Path:
    """Give the folder of a hand-in in the exchange, by its full name."""
    return handover.inbound() / known_as


def feedback_ready(one: Sent, task: str) -> bool:
    """Tell whether feedback to a hand-in waits: inside it, or where earlier versions of the course put it."""
    if handover.service():
        return service.feedback_waits(task, one.timestamp)
    try:
        if one.known_as and (inbound(one.known_as) / handover.feedback_page(task)).is_file():
            return True
        secret = (one.copy / handover.SECRET).read_text(encoding="utf-8")
    except OSError:
        return False
    name = hashlib.md5((secret + task).encode(), usedforsecurity=False).hexdigest()
    return (handover.exchange() / handover.COURSE / "feedback" / f"{name}.html").is_file()


def keep_record(task: str, one: Sent) -> Path:
    """Keep what was sent in the learner's own folder, for their eyes only; OSError when that cannot be."""
    record = asdict(one) | {"copy": one.copy.name, "task": task, "taken_back": ""}
    path = _record(task, one)
    _write(path, record)
    return path


def note_taken_back(task: str, one: Sent) -> None:
    """Add to the learner's own record that it was taken back; without a record there is nothing to add."""
    path = _record(task, one)
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        _write(path, record | {"taken_back": _local(datetime.now(UTC))})
    except (OSError, ValueError):
        return


def records(task: str) -> list[dict]:
    """Give the learner's own records of a task, newest first; one that cannot be read is left out."""
    found = []
    for path in sorted(_records(task).glob("*.json"), reverse=True):
        try:
            found.append(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            continue
    return found


def _sent(task: str, copy: Path) -> Sent:
    name, _, timestamp = copy.name.rsplit("+", 2)
    writing = read(copy / f"{task}.ipynb", handover.root() / "release" / task / f"{task}.ipynb")
    known_as = _line(copy / handover.SENT_AS)
    return Sent(_when(timestamp), name, writing.pieces, writing.added, _collected(known_as), known_as, copy)


def _collected(known_as: str) -> str:
    if not known_as:
        return ""
    folder = inbound(known_as)
    if not folder.is_dir():
        return "unknown"
    mark = _line(folder / handover.COLLECTED)
    try:
        return _local(datetime.fromisoformat(mark)) if mark else ""
    except ValueError:
        return "unknown"


def _when(timestamp: str) -> str:
    for stamp in STAMPS:
        try:
            return _local(datetime.strptime(timestamp, stamp).replace(tzinfo=UTC))
        except ValueError:
            continue
    return timestamp


def _local(moment: datetime) -> str:
    return moment.astimezone().isoformat(timespec="seconds")


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def _cache() -> Path:
    return Path(jupyter_data_dir(), "nbgrader_cache", handover.COURSE)


def _records(task: str) -> Path:
    return paths.home() / "handed-in" / task


def _record(task: str, one: Sent) -> Path:
    return _records(task) / (one.timestamp.replace(":", "-").replace(" ", "_") + ".json")


def _write(path: Path, record: dict) -> None:
    paths.private(path.parent)
    # mkstemp makes the file for its owner only, and the old record stays until the new one is whole.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(record, out, ensure_ascii=False, indent=1)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
