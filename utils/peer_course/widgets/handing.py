"""What the hand-in panel shows and answers, without any widget: tested without a browser."""

import os
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from .. import handing_in, library
from ..handing_in import Outcome
from ..model.course import Course, Rubric

# Handing in follows a preview here, so an empty page is sent only by somebody who has seen that it is empty.
ACTS = {
    "get": handing_in.fetch,
    "send": lambda task: handing_in.hand_in(task, untouched=True),
    "take_back": handing_in.take_back,
}
SCALE_ACTS = {"add_scale": handing_in.scales.add, "take_out_scale": handing_in.scales.take_out}


class Panel:
    """The hand-in panel of one task. Raises library.Unknown when the course has no such task."""

    def __init__(self, task: str):
        self.words = library.words()
        self.course = library.build(Course, library.document("course"))
        self.task = next((t for t in self.course.tasks if t.slug == task), None)
        if self.task is None:
            raise library.Unknown(library.unknown(task, [t.slug for t in self.course.tasks], "task"))
        self.scale = handing_in.scales.scale_of(task, self.course)

    def spec(self) -> dict:
        """Return what does not change: who reads it, by when, its limits, and help for reading one's own work."""
        alone = handing_in.state(self.task.slug).stage == "alone"
        title = self.task.title if alone else self.words("hand_in.heading", title=self.task.title)
        # Alone, nothing is handed in and nobody reads it: only how to treat others in it still holds.
        before = [self.words("hand_in.names")] if alone else self._before()
        return {"title": title, "words": self.words.group("hand_in"), "before": before,
                "beside": library.document("support")["beside"], "own_reading": self._own_reading()}

    def _before(self) -> list[str]:
        task, words, tutor = self.task, self.words, self.course.tutor
        named = tutor and tutor.name
        readers = words("hand_in.readers", tutor=tutor.name) if named else words("hand_in.readers_unknown")
        if tutor and tutor.contact:
            readers += " " + words("hand_in.contact", contact=tutor.contact)
        by = words("hand_in.by", by=task.would_like_by) if task.would_like_by else words("hand_in.no_date")
        return [words("hand_in.expected" if task.expected else "hand_in.optional"), by, readers,
                words("hand_in.limits"), words("hand_in.names"), words("hand_in.not_for_emergencies")]

    def state(self, say: str = "") -> dict:
        """Return where things stand now, with a sentence about what was just done."""
        now, words = handing_in.state(self.task.slug), self.words
        found = {"stage": now.stage, "notes": list(now.notes), "say": say, "open": _link(now.notebook),
                 "changed": now.changed_since, "can_take_back": now.can_take_back, "status": "", "sent": None,
                 "scale": self._scale(now.stage)}
        if now.sent:
            found["sent"] = _pieces(now.sent)
            found["status"] = words("hand_in.sent", when=_when(now.sent.when))
            if now.sent.collected:
                known = now.sent.collected != "unknown"
                found["status"] += " " + (words("hand_in.collected", when=_when(now.sent.collected)) if known
                                          else words("hand_in.collected_unknown"))
        return found

    def hear(self, message: dict) -> dict:
        """Return the answer to one press of a button: the new state, and what belongs to it."""
        do = message["do"]
        if do == "look":
            found = handing_in.preview(self.task.slug)
            return {"state": self.state(), "preview": _pieces(found) if found.readable else None,
                    "notes": list(found.notes)}
        if do == "feedback":
            outcome = handing_in.feedback(self.task.slug)
            page = outcome.path.read_text(encoding="utf-8", errors="replace") if outcome.path else ""
            return {"state": self.state(outcome.say), "feedback": page}
        if do in SCALE_ACTS:
            outcome = SCALE_ACTS[do](self.task.slug, self.scale)
            # Another window may hold the same page open; it reads it again, so that it does not write it back.
            return {"state": self.state(outcome.say), "reread": outcome.path.name if outcome.path else ""}
        outcome: Outcome = ACTS[do](self.task.slug)
        return {"state": self.state(outcome.say)}

    def _scale(self, stage: str) -> dict | None:
        # Alone there is nobody to show it to.
        found = handing_in.scales.offer(self.task.slug, self.scale) if stage != "alone" else None
        return asdict(found) if found else None

    def _own_reading(self) -> dict | None:
        try:
            rubric = library.build(Rubric, library.document(f"rubrics/{self.task.slug}"))
        except library.Unknown:
            return None
        levels = {c.name: [asdict(level) for level in c.levels] for c in rubric.criteria}
        return {"checklist": [c.text for c in rubric.checklist],
                "criteria": [{"name": name, "levels": found} for name, found in levels.items()],
                "examples": [{"level": _level(rubric, e.level), "text": e.text, "why": e.why} for e in rubric.examples]}

    def printable(self) -> str:
        """Return the panel for paper and for pages without a kernel: what it is for, and nothing of anybody's."""
        from ..kinds.paper import bullets, escape
        spec = self.spec()
        return f"<section><h3>{escape(spec['title'])}</h3>{bullets(spec['before'])}</section>"


def _level(rubric: Rubric, level: str) -> str:
    return next(one.name for c in rubric.criteria for one in c.levels if one.id == level)


def _pieces(writing) -> list[dict]:
    pieces = [{"label": p.label, "text": p.text, "untouched": p.untouched} for p in writing.pieces]
    return pieces + [{"label": "", "text": text, "untouched": False} for text in writing.added]


def _link(notebook: Path | None) -> str:
    """Return a link to the task from the page we are on; both lie below the server's folder."""
    return Path(os.path.relpath(notebook, _page_folder())).as_posix() if notebook else ""


def _page_folder() -> Path:
    """Return where the open page lies as the browser sees it; on a hub its folder is a link to a shared one."""
    here = Path.cwd()
    seen = Path(os.environ.get("JPY_SESSION_NAME") or here / "page").parent
    return seen if seen.is_absolute() and seen.is_dir() and seen.samefile(here) else here


def _when(moment: str) -> str:
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{at.day} {at:%B %Y} at {at:%H:%M}"


