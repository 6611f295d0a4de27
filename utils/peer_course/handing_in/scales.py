"""A step of the hand-in that a learner takes or leaves: their own answers on a scale, added to their task page.

Here: finding the answers in the learner's own store, writing one readable cell into the task, and taking it out.
Nothing is added without being shown first, and nothing goes anywhere but into the learner's own page.
Not here: the page's text (`kinds.scale_shared`), handing in (`acts`).
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .. import answers, canonical, handover, library
from ..kinds import scale_shared
from ..model.answering import Scale
from ..model.course import Course
from .acts import Outcome
from .sentences import say
from .writing import cells_of


@dataclass(frozen=True)
class Offer:
    """What could be added, or what is in the page already: exactly the text that is sent."""

    title: str
    text: str
    in_page: bool


def scale_of(task: str, course: Course) -> Scale | None:
    """Return the scale whose answers may be added to a task, if there is one."""
    for slug in library.slugs():
        if library.document(f"exercises/{slug}").get("kind") == "scale":
            scale = library.exercise(slug)
            if scale_shared.task_of(scale, course) == task:
                return scale
    return None


def offer(task: str, scale: Scale | None) -> Offer | None:
    """Return what could be added to a task; None when there is no page, or not every line was placed twice."""
    cells = cells_of(handover.notebook(task)) if scale else None
    if cells is None:
        return None
    there = [canonical.text_of(cell.get("source")) for cell in cells if _is_it(cell, scale)]
    if there:
        return Offer(scale.title, "\n\n".join(there), True)
    text = _page(scale)
    return Offer(scale.title, text, False) if text else None


def add(task: str, scale: Scale | None) -> Outcome:
    """Put the page of a scale at the end of the task, unless it is there already."""
    found = offer(task, scale)
    if found is None:
        return Outcome(False, say("scale_none"))
    if found.in_page:
        return Outcome(True, say("scale_added"))
    cell = {"cell_type": "markdown", "id": f"scale-{scale.slug}"[:64], "metadata": {}, "source": found.text}
    return _changed(task, lambda cells: [*cells, cell], "scale_added")


def take_out(task: str, scale: Scale | None) -> Outcome:
    """Take the page of a scale out of the task again; all else stays as it is."""
    return _changed(task, lambda cells: [c for c in cells if not (scale and _is_it(c, scale))], "scale_taken_out")


def _page(scale: Scale) -> str:
    try:
        first, last = (answers.load(f"{scale.slug}.{scale.moments[place].id}") for place in (0, -1))
    except answers.NotSaved:
        return ""
    if first is None or last is None or first.answer.get("passed") or last.answer.get("passed"):
        return ""
    pairs = scale_shared.both(scale, first.answer, last.answer)
    return scale_shared.written(scale, pairs, library.words()("hand_in.scale_page")) if pairs else ""


def _is_it(cell, scale: Scale) -> bool:
    # A box of the task is the learner's own writing, whatever stands in it.
    if not isinstance(cell, dict) or "nbgrader" in (cell.get("metadata") or {}):
        return False
    return scale_shared.slug_of(canonical.text_of(cell.get("source"))) == scale.slug


def _changed(task: str, change: Callable[[list], list], done: str) -> Outcome:
    path = handover.notebook(task)
    try:
        page = json.loads(path.read_text(encoding="utf-8"))
        page["cells"] = change(page["cells"])
        if page.get("nbformat_minor", 5) < 5:
            page["cells"] = [{k: v for k, v in cell.items() if k != "id"} for cell in page["cells"]]
        _write(path, canonical.dumps(page))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as e:
        return Outcome(False, say("scale_not"), log=str(e))
    return Outcome(True, say(done), path)


def _write(path: Path, text: str) -> None:
    # The learner's page stays whole until the new one is.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        shutil.copymode(path, temporary)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
