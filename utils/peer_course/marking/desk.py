"""The marking desk without its page: what a tutor asks for, and what is answered.

Knows nothing of widgets, so that everything the page can do is tested without a browser. Every message has `do`
and `seq`; every answer repeats both (and `page`, if there is one) and has `say` (a sentence, or "") and
`trouble` (True: it could not be done; `say` tells what to do). Nothing a tutor wrote is lost by trouble: the
page keeps it, or it was kept here.

    do          also in the message             also in the answer
    tasks                                       waiting: {task: how many wait for a first reading}
    choose      task, role                      task, role, names, queue, counts
    show_names  on                              the same
    draw        task, share (none: a fifth)     the same, in role second
    open        key                             handin
    take_over   key                             handin
    draft       key, marking, based_on          key, revision; when it was saved elsewhere: theirs (marking), marker,
                                                own (True: by the same tutor in another window)
    finish      key, marking, based_on          key, finished, revision, missing (criterion ids), next (key or null);
                                                when finished: queue, counts as well, and replaced (a sentence on
                                                what stood in Formgrader before, or "")
    worry       key (or null)                   worry: steps, contact

queue    [{key, label, name (null until shown), state: waiting|draft|done|again|other, when, note}]
counts   {waiting, draft, done}
handin   {key, label, name, when, pieces: [{answer, label, text, untouched, extra}], criteria: [{id, name, answer,
         guidance, levels: [{id, name, about}]}], bank: [{id, text}], marking, notes: [sentences], read_only,
         earlier: [{label, marking}]}
marking  {outcome, levels, comments, remarks: [{answer, start, end, quote, text}], well, next_step, revision, finished,
         window: the `page` that saved it last}

`start` and `end` count characters of the piece's text as Python does. `outcome` is "", marked, talk or
conversation ("passed" comes from here, when every box was left as it came). A `key` gives no name away; it says
which version was read and in which role, so that words arriving late never land on another.
"""

import logging

from .. import library
from ..library import paths
from . import desk_page, desk_queue, desk_tasks, reading, records, rubrics, second
from .course_folder import CourseFolder, NotPossible
from .desk_handin import HandInOnDesk

log = logging.getLogger(__name__)
# What to do when a text worries somebody, in this order; the sentences are in content/words.yml.
WORRY_STEPS = ("danger", "today", "speak", "share", "marking")


class Desk:
    """One tutor at the marking desk of one course."""

    def __init__(self, course: CourseFolder, marker: str):
        self.course, self.marker = course, marker
        self.task, self.role, self.names, self.entries = "", records.FIRST, False, []
        self.acts = {"tasks": self._tasks, "choose": self._choose, "show_names": self._show_names, "draw": self._draw,
                     "open": self._open, "take_over": self._take_over, "draft": self._draft, "finish": self._finish,
                     "worry": self._worry}

    def spec(self) -> dict:
        """Return what the page needs once: its words, the tasks, who marks, and what has to be put right first."""
        words = library.words()
        return {"title": words("desk.title"), "words": words.group("desk"), "marker": self.marker,
                "tasks": [{"slug": task.slug, "title": task.title} for task in rubrics.tasks()],
                "contact": _contact(), "problem": problem()}

    def hear(self, message: dict) -> dict:
        """Return the answer to one message of the page; see the module for both."""
        message = message if isinstance(message, dict) else {}
        back = {name: message.get(name) for name in ("do", "seq", "page") if name in message}
        back |= {"say": "", "trouble": False}
        try:
            act = self.acts.get(str(message.get("do")))
            if act is None:
                raise NotPossible(_say("unknown"))
            return back | act(message)
        except records.Changed as e:
            own = e.theirs.writer == self.marker
            say = _say("changed_by_you") if own else _say("changed", marker=e.theirs.writer)
            return back | {"trouble": True, "say": say, "key": message.get("key"), "own": own,
                           "theirs": desk_page.shown(e.theirs), "marker": e.theirs.writer}
        except (NotPossible, library.Unknown) as e:
            return back | {"trouble": True, "say": str(e)}
        except Exception:  # Whatever breaks, the page is answered and keeps what was typed.
            log.exception("the desk could not answer %s", message.get("do"))
            return back | {"trouble": True, "say": _say("unexpected")}

    def _tasks(self, _message: dict) -> dict:
        return {"waiting": desk_tasks.waiting(self.course, self.marker)}

    def _choose(self, message: dict) -> dict:
        task, role = message.get("task"), message.get("role") or records.FIRST
        if task not in [one.slug for one in rubrics.tasks()] or role not in records.ROLES:
            raise NotPossible(_say("unknown"))
        if task != self.task:
            self.names = False
        self.task, self.role = task, role
        return self._queue()

    def _queue(self, say: str = "") -> dict:
        entries = self.entries = desk_queue.entries(self.course, self.task, self.role, self.marker)
        names = self._called([one.hand_in.learner for one in entries]) if self.names else {}
        words = library.words()
        queue = [{"key": HandInOnDesk.key_of(one, self.role), "label": words("desk.label", number=one.label.number),
                  "name": names.get(one.hand_in.learner), "state": one.state,
                  "when": reading.spoken(one.hand_in.handed_in), "note": one.note} for one in entries]
        return {"task": self.task, "role": self.role, "names": self.names, "queue": queue,
                "counts": desk_queue.counts(entries), "say": say or self._on_queue(entries)}

    def _on_queue(self, entries: list) -> str:
        if self.role == records.SECOND:
            return "" if entries else _say("none_drawn")
        later = len(reading.not_ready(self.course, self.task))
        if later:
            return _say("not_ready", count=later, task=self.task)
        return "" if entries else _say("none_here")

    def _show_names(self, message: dict) -> dict:
        if not self.task:
            raise NotPossible(_say("choose_first"))
        on = message.get("on") is True
        # Noted before any name is shown: when it cannot be noted, no name is.
        records.note_event(self.course, self.marker, "showed names" if on else "hid names", self.task)
        self.names = on
        return self._queue()

    def _called(self, learners: list[str]) -> dict[str, str]:
        from . import mirror

        try:
            return mirror.people(self.course, learners)
        except NotPossible:
            return {learner: learner for learner in learners}

    def _draw(self, message: dict) -> dict:
        share = message.get("share")
        if share is not None and (isinstance(share, bool) or not isinstance(share, (int, float))):
            raise NotPossible(_say("unknown"))
        self._choose({"task": message.get("task"), "role": records.SECOND})
        new = second.draw(self.course, self.task, self.marker, second.SHARE if share is None else share)
        return self._queue(_say("drawn", count=len(new)) if new else _say("none_to_draw"))

    def _open(self, message: dict) -> dict:
        if problem():
            raise NotPossible(problem())
        return {"handin": self._shown(self._hand_in(message))}

    def _take_over(self, message: dict) -> dict:
        if problem():
            raise NotPossible(problem())
        hand_in = self._hand_in(message)
        hand_in.take_over()
        return {"handin": self._shown(hand_in)}

    def _shown(self, hand_in: HandInOnDesk) -> dict:
        names = self._called([hand_in.learner]) if self.names else {}
        return hand_in.shown() | {"name": names.get(hand_in.learner)}

    def _draft(self, message: dict) -> dict:
        hand_in = self._hand_in(message)
        return {"key": str(hand_in.key), "revision": hand_in.draft(message).revision}

    def _finish(self, message: dict) -> dict:
        hand_in = self._hand_in(message)
        # What was written is kept first; whatever else happens, it stays.
        draft = hand_in.draft(message)
        back = {"key": str(hand_in.key), "finished": False, "missing": [], "revision": draft.revision, "next": None}
        missing = hand_in.missing(draft)
        if missing:
            return back | {"missing": [one.id for one in missing],
                           "say": _say("missing", names="; ".join(one.name for one in missing))}
        done, replaced = hand_in.finish(draft)
        back |= {"finished": True, "revision": done.revision, "replaced": replaced}
        # After a restart the page may go on with a hand-in before it has chosen a task again.
        if (hand_in.task, hand_in.key.role) != (self.task, self.role):
            self._choose({"task": hand_in.task, "role": hand_in.key.role})
        back |= self._queue(" ".join(part for part in (_say("finished"), replaced) if part))
        after = desk_queue.after(self.entries, hand_in.learner)
        return back | {"next": HandInOnDesk.key_of(after, self.role) if after else None}

    def _worry(self, message: dict) -> dict:
        say = ""
        try:
            hand_in = self._hand_in(message) if message.get("key") else None
            records.note_event(self.course, self.marker, "worry", hand_in.task if hand_in else self.task,
                               hand_in.learner if hand_in else "", hand_in.key.handed_in if hand_in else "")
        except NotPossible as e:
            # The steps are shown whatever happens; only the note of it is missing.
            say = _say("worry_not_noted", reason=str(e))
        steps = library.words().group("desk.worry")
        return {"say": say, "worry": {"steps": [steps[name] for name in WORRY_STEPS],
                                      "contact": _contact() or problem()}}

    def _hand_in(self, message: dict) -> HandInOnDesk:
        return HandInOnDesk.found(self.course, self.marker, message.get("key"))


def problem() -> str:
    """Return what has to be put right before a text is opened: whom to call when one worries the tutor; or ""."""
    if _contact():
        return ""
    file = paths.content() / "course.yml"
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    line = next((place for place, text in enumerate(lines, 1) if text.strip().startswith("worry:")), None)
    name = file.relative_to(paths.ROOT) if file.is_relative_to(paths.ROOT) else file
    return _say("no_worry", place=f"{name}, line {line}" if line else f"{name}, below `tutor:`")


def _contact() -> str:
    tutor = rubrics.course().tutor
    return (tutor.worry or "").strip() if tutor else ""


def _say(name: str, **values) -> str:
    return library.words()(f"desk.{name}", **values)
