"""What a learner has written in a task, read from their notebook on disk. Reading only; nothing is judged."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from .. import canonical, handover
from .sentences import say

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
MARKS = re.compile(r"[*_`]")


@dataclass(frozen=True)
class Piece:
    """One piece of writing: its name, the heading above it, the words, and whether it is untouched."""

    id: str
    label: str
    text: str
    untouched: bool


@dataclass(frozen=True)
class Preview:
    """What would be sent: the pieces, words in cells the learner added, and what they should know first.

    `readable` is False when there is nothing that could be sent; `notes` then says why.
    """

    pieces: tuple[Piece, ...] = ()
    added: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    readable: bool = True

    @property
    def written(self) -> bool:
        """Whether there is any word of the learner's."""
        return bool(self.added) or any(not piece.untouched for piece in self.pieces)


def preview(task: str) -> Preview:
    """Show what would be sent if the task were handed in now, as it lies on disk."""
    return read(handover.notebook(task), _released(task))


def read(path: Path, released: Path | None = None) -> Preview:
    """Read the writing in a task notebook; `released`, the task as it came, tells what was added or lost."""
    cells = cells_of(path)
    if cells is None:
        note = say("damaged" if path.exists() else "missing", file=path.name)
        return Preview(notes=(note,), readable=False)
    original = (cells_of(released) if released else None) or []
    pieces = _pieces(cells)
    notes = _lost_or_doubled(pieces, _pieces(original))
    if not pieces:
        return Preview(notes=notes or (say("no_boxes"),), readable=False)
    return Preview(pieces, _added(cells, original), notes)


def cells_of(path: Path) -> list[dict] | None:
    """Give the cells of a notebook file, or None when there is no readable notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return [cell for cell in cells if isinstance(cell, dict)] if isinstance(cells, list) else None


def _released(task: str) -> Path:
    there = handover.exchange() / handover.COURSE / "outbound" / task / f"{task}.ipynb"
    return there if there.is_file() else handover.root() / "release" / task / f"{task}.ipynb"


def _pieces(cells: list[dict]) -> tuple[Piece, ...]:
    pieces, label = [], ""
    for cell in cells:
        text, box = canonical.text_of(cell.get("source")), _box(cell)
        if box.get("solution"):
            words = text.replace(handover.STUB, "", 1).strip()
            pieces.append(Piece(str(box.get("grade_id")), label, words, not words))
        elif box.get("locked"):
            found = HEADING.findall(text)
            label = MARKS.sub("", found[-1]) if found else label
    return tuple(pieces)


def _added(cells: list[dict], original: list[dict]) -> tuple[str, ...]:
    """Give the words in cells that neither are an answer nor came with the task."""
    came = {canonical.text_of(cell.get("source")).strip() for cell in original}
    words = [canonical.text_of(cell.get("source")).strip() for cell in cells
             if not _box(cell).get("solution") and not _box(cell).get("locked")]
    return tuple(text for text in words if text and text not in came) if original else ()


def _lost_or_doubled(pieces: tuple[Piece, ...], original: tuple[Piece, ...]) -> tuple[str, ...]:
    present = [piece.id for piece in pieces]
    lost = [piece.label for piece in original if piece.id not in present]
    doubled = {piece.id: piece.label for piece in pieces if present.count(piece.id) > 1}
    return (*(say("box_lost", label=label) for label in lost),
            *(say("box_doubled", label=label) for label in doubled.values()))


def _box(cell: dict) -> dict:
    metadata = cell.get("metadata")
    box = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return box if isinstance(box, dict) else {}
