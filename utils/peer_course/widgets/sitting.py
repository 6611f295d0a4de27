"""One person sitting with one exercise: what the page is given, and what is said back to it.

Knows the store and the meaning of the kinds, and nothing of widgets, so that everything a page
can do is tested without a browser.
"""

import logging
from dataclasses import asdict, replace

from .. import answers, kinds, library
from ..model.answering import Scale
from ..model.exercise import Exercise
from ..model.making import Planner
from ..model.replies import Reply
from .bringing import offered
from .retold import entries

log = logging.getLogger(__name__)


class Sitting:
    """An exercise (at one of its moments) together with its saved answer."""

    def __init__(self, exercise: Exercise, moment: str = ""):
        self.exercise, self.moment = exercise, moment
        if isinstance(exercise, Scale):
            self.moment = moment or exercise.moments[0].id
            here = [m for m in exercise.moments if m.id == self.moment]
            if not here:
                known = "”, “".join(m.id for m in exercise.moments)
                raise library.Unknown(f"“{exercise.slug}” has no moment “{moment}”. It knows “{known}”.")
        self.key = f"{exercise.slug}.{self.moment}" if self.moment else exercise.slug
        self.words = library.words()

    def spec(self) -> dict:
        """Return what the page needs to show the exercise, once."""
        e, support = self.exercise, library.document("support")
        bring = {"yours": offered(self._past(), self.words)} if self._plans() else {}
        return bring | {"slug": e.slug, "key": self.key, "kind": e.kind, "title": self._title(), "ask": e.ask,
                "minutes": e.minutes, "intensity": e.intensity, "view": kinds.view(e, self.words),
                "words": {name: self.words.group(name) for name in ("exercise", "pass", "saved")},
                "support": {name: support[name] for name in ("beside", "unwatched")}}

    def held(self) -> dict:
        """Return the saved answer, or that of somebody who has not begun."""
        try:
            saved = answers.load(self.key)
        except answers.NotSaved as e:
            return self._held(kinds.empty(self.exercise), note=str(e))
        if saved is None:
            return self._held(kinds.empty(self.exercise))
        return self._held(kinds.empty(self.exercise) | saved.answer, saved.revision, saved.writer, note=saved.note)

    def hear(self, message: dict) -> tuple[dict | None, list[dict]]:
        """Return what is held now (None: as before) and what to say back, after one message of the page.

        A message has `do` (save or reply), the whole `answer`, the revision it is `based_on`, the
        page's own `writer` name and `seq`, its running number.
        """
        answer, back = dict(message["answer"]), []
        to = {"writer": message["writer"], "seq": message["seq"]}
        try:
            saved = answers.save(self.key, answer, int(message["based_on"]), message["writer"])
            held = self._held(answer, saved.revision, saved.writer, message["seq"], saved.note)
        except answers.NotSaved as e:
            held = None
            back.append(to | {"do": "trouble", "say": str(e)})
        if message["do"] == "reply":
            back.append(to | {"do": "reply", "quietly": bool(message.get("quietly")), "reply": self._reply(answer)})
        return held, back

    def _reply(self, answer: dict) -> dict:
        try:
            return asdict(kinds.reply(self.exercise, answer, self.words, self._past()))
        except Exception:  # Whatever breaks here, the person is answered, and their words were saved before.
            log.exception("no reply to %s", self.key)
            return asdict(Reply(self.words("exercise.no_reply")))

    def _held(self, answer, revision=0, writer="", seq=0, note="") -> dict:
        return {"answer": answer, "revision": revision, "writer": writer, "seq": seq, "note": note}

    def _title(self) -> str:
        moment = next((m for m in getattr(self.exercise, "moments", ()) if m.id == self.moment), None)
        several = moment is not None and len(self.exercise.moments) > 1
        return f"{self.exercise.title} ({moment.name})" if several else self.exercise.title

    def _past(self):
        """Return the earlier moments that were answered; None at the first of several moments.

        To a planner everything that the person has saved elsewhere can be brought.
        """
        if self._plans():
            return tuple((e["key"], e["title"], e["told"]) for e in entries() if e["told"] and e["key"] != self.key)
        moments = getattr(self.exercise, "moments", ())
        before = moments[: [m.id for m in moments].index(self.moment)] if moments else ()
        if len(moments) > 1 and not before:
            return None
        found = ((m, answers.load(f"{self.exercise.slug}.{m.id}")) for m in before)
        return tuple((m, saved.answer) for m, saved in found if saved)

    def _plans(self) -> bool:
        return isinstance(self.exercise, Planner)

    def printable(self) -> str:
        """Return the exercise as HTML without any answer."""
        return kinds.printable(replace(self.exercise, title=self._title()), self.words)
