"""Where a task stands for a learner. Reads files and says what it found; changes and starts nothing."""

from dataclasses import dataclass
from pathlib import Path

from .. import handover
from ..ngshare import service
from . import records
from .records import Sent
from .writing import preview


@dataclass(frozen=True)
class HandInState:
    """Where a task stands.

    stage: "alone" (no tutor here), "not-open", "not-fetched", "fetched", "changed", "handed-in", "collected"
    or "feedback". `notebook` is the learner's copy, None when there is none. `sent` is the newest hand-in.
    `changed_since`: the words differ from what was sent. `can_take_back`: something waits to be collected.
    `notes`: what the learner should know about their page now.
    """

    stage: str
    notebook: Path | None
    written: bool
    sent: Sent | None
    changed_since: bool
    can_take_back: bool
    notes: tuple[str, ...]


def state(task: str) -> HandInState:
    """Say where a task stands: a few file look-ups, quick enough to ask often."""
    path = handover.notebook(task)
    now = preview(task)
    sent = records.sent(task)
    newest = sent[0] if sent else None
    return HandInState(
        stage=_stage(task, path, now.written, sent),
        notebook=path if path.is_file() else None,
        written=now.written,
        sent=newest,
        changed_since=bool(newest) and now.readable and _words(now) != _words(newest),
        can_take_back=any(one.known_as and not one.collected for one in sent),
        notes=now.notes if path.exists() else (),
    )


def is_open(task: str) -> bool:
    """Tell whether the tutor has released a task."""
    if handover.service():
        return service.released(task)
    return (handover.exchange() / handover.COURSE / "outbound" / task).is_dir()


def _stage(task: str, path: Path, written: bool, sent: list[Sent]) -> str:
    if sent and _has_feedback(task, sent[0]):
        return "feedback"
    if sent:
        return "collected" if sent[0].collected else "handed-in"
    if not handover.has_tutor():
        return "alone"
    if path.exists():
        return "changed" if written else "fetched"
    return "not-fetched" if is_open(task) else "not-open"


def _has_feedback(task: str, one: Sent) -> bool:
    page = handover.work() / task / "feedback" / one.timestamp / f"{task}.html"
    return page.is_file() or records.feedback_ready(one, task)


def _words(writing) -> list[tuple[str, str]]:
    return [*((piece.id, piece.text) for piece in writing.pieces), *(("", text) for text in writing.added)]


def fetched_pages(task: str) -> list[Path]:
    """Give the feedback pages that were fetched, newest first."""
    return sorted((handover.work() / task / "feedback").glob(f"*/{task}.html"), reverse=True)
