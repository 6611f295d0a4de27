"""One hand-in that lies on a tutor's desk: opened, written about, saved for good, taken over.

Here: who may do what with it, and what is kept when two do it at once. Not here: messages (`desk`), and what
a finished reading means in points (`mirror`).
"""

from dataclasses import replace

from .. import library
from ..model.course import Criterion
from . import desk_earlier, desk_key, desk_page, desk_queue, labels, mirror, reading, records, rubrics, second
from .course_folder import CourseFolder, NotPossible
from .desk_key import Key
from .records import Marking


class HandInOnDesk:
    """A hand-in, the role it is read in, and the tutor who reads."""

    def __init__(self, course: CourseFolder, marker: str, key: Key, task: str, learner: str):
        self.course, self.marker, self.key, self.task, self.learner = course, marker, key, task, learner

    @classmethod
    def found(cls, course: CourseFolder, marker: str, key) -> "HandInOnDesk":
        """Return the hand-in behind a key of the page. Raises NotPossible when there is none."""
        parsed = desk_key.parse(key)
        behind = labels.behind(course, parsed.hand_in) if parsed else None
        if not behind:
            raise NotPossible(_say("no_such"))
        return cls(course, marker, parsed, *behind)

    @staticmethod
    def key_of(entry: desk_queue.Entry, role: str) -> str:
        """Return the key that the page gets for a line of the queue."""
        return str(Key(entry.label.key, role, entry.hand_in.handed_in))

    def shown(self) -> dict:
        """Return everything that the page shows of it, but a name. Writes nothing."""
        hand_in = reading.one(self.course, self.task, self.learner)
        self._visible(hand_in.handed_in)
        pieces = reading.read(self.course, self.task, self.learner)
        # The page may ask by the key of an older version: what can be read is the newest.
        key = Key(self.key.hand_in, self.key.role, hand_in.handed_in)
        marking, notes = self._begun(hand_in, pieces)
        others = marking.revision > 0 and marking.writer != self.marker
        if others:
            done = marking.finished and not marking.taken
            notes.append(_say("done_by" if done else "begun_by", marker=marking.writer))
        elif marking.taken:
            notes.append(_say("taken_over", marker=marking.marker))
        rubric, label = rubrics.rubric(self.task), labels.labels(self.course, self.task, [self.learner])
        return {"key": str(key), "label": _say("label", number=label[self.learner].number),
                "when": reading.spoken(hand_in.handed_in), "pieces": desk_page.pieces(pieces),
                "criteria": desk_page.criteria(rubric), "bank": [{"id": c.id, "text": c.text} for c in rubric.comments],
                "marking": desk_page.shown(marking), "notes": notes, "read_only": others,
                "earlier": desk_earlier.versions(self.course, hand_in, key.role)}

    def draft(self, message: dict) -> Marking:
        """Keep what the page sent and return it as it is kept.

        Raises Changed when another tutor, or another window of this one, has saved it in the meantime.
        """
        data = message.get("marking")
        if not isinstance(data, dict):
            raise NotPossible(_say("unknown"))
        based_on = message.get("based_on")
        there = self._kept()
        held = there or self._fresh()
        heard = desk_page.heard(held, data, rubrics.rubric(self.task), self._pieces())
        try:
            self._visible(self.key.handed_in)
            if there and there.writer != self.marker:
                raise records.Changed(there)
        except NotPossible:
            # Not for this tutor to write, or not any more; the words are kept all the same.
            records.keep(self.course, replace(heard, marker=self.marker))
            raise
        if there and heard == there:
            return there
        revision = based_on if isinstance(based_on, int) and not isinstance(based_on, bool) else 0
        return records.save(self.course, replace(heard, marker=self.marker, taken="", revision=revision,
                                                 window=desk_page.plain(message.get("page"))))

    def missing(self, draft: Marking) -> list[Criterion]:
        """Return the criteria that still need a level before this can be saved for good.

        Raises NotPossible when a newer version has come in meanwhile.
        """
        if reading.handed_in(self.course, self.task, self.learner) != self.key.handed_in:
            raise NotPossible(_say("newer"))
        if draft.outcome == records.TALK:
            return []
        rubric = rubrics.rubric(self.task)
        touched = reading.written(reading.read(self.course, self.task, self.learner))
        needed = {c.id for answer in touched for c in rubrics.criteria_of(rubric, answer)}
        return [c for c in rubric.criteria if c.id in needed and c.id not in draft.levels]

    def finish(self, draft: Marking) -> tuple[Marking, str]:
        """Save a reading that misses nothing for good; a first reading goes to nbgrader's gradebook as well.

        Returns it, with a sentence on what somebody had put into the gradebook and this took the place of, or "".
        Raises NotPossible when the gradebook cannot be used; the draft is kept.
        """
        touched = reading.written(reading.read(self.course, self.task, self.learner))
        outcome = draft.outcome or records.MARKED
        if outcome in (records.MARKED, records.PASSED):
            outcome = records.MARKED if touched else records.PASSED
        done, replaced = replace(draft, outcome=outcome), ""
        if self.key.role == records.FIRST:
            done, there = mirror.put(self.course, done)
            what = desk_page.standing(there, self._pieces())
            replaced = _say("replaced", what=what) if what else ""
        if done == draft and draft.finished:
            return draft, replaced
        return records.save(self.course, replace(done, finished=records.now())), replaced

    def take_over(self) -> None:
        """Go on with what another tutor began, or another window of one's own; that is kept beside what follows.

        That somebody took over from another tutor is noted. A finished reading stays the other's until it is changed:
        whoever only saves it once more has not read it in their place.
        """
        self._visible(self.key.handed_in)
        there = self._kept()
        if there is None:
            return
        records.keep(self.course, there)
        if there.writer == self.marker:
            return
        records.note_event(self.course, self.marker, "took over", self.task, self.learner, f"from {there.writer}")
        if there.finished:
            taken = "" if there.marker == self.marker else self.marker
            records.save(self.course, replace(there, taken=taken))
        else:
            records.save(self.course, replace(there, marker=self.marker))

    def _visible(self, version: str) -> None:
        """Keep a second reading blind: the first marking stays closed to those who may still read second."""
        hand_in = replace(reading.one(self.course, self.task, self.learner), handed_in=version)
        drawn = second.drawn(self.course, self.task)
        if desk_queue.hidden(hand_in, self.key.role, self.marker, drawn):
            raise NotPossible(_say("kept_for_second"))
        if self.key.role == records.SECOND and not desk_queue.may_read_second(hand_in, self.marker, drawn):
            raise NotPossible(_say("not_drawn"))

    def _kept(self) -> Marking | None:
        return records.load(self.course, self.task, self.learner, self.key.role, self.key.handed_in)

    def _fresh(self) -> Marking:
        """Return the marking that a first draft of this version begins with."""
        earlier = reading.one(self.course, self.task, self.learner).earlier(self.key.role)
        empty = Marking(task=self.task, learner=self.learner, role=self.key.role, handed_in=self.key.handed_in,
                        marker=self.marker)
        # What the gradebook was told before tells our own comment from one that Formgrader got meanwhile.
        return replace(empty, mirrored=earlier.mirrored, points=earlier.points) if earlier else empty

    def _pieces(self) -> list[reading.Piece]:
        """Return the learner's words, or nothing: a draft is kept even when they cannot be read just now."""
        try:
            if reading.handed_in(self.course, self.task, self.learner) == self.key.handed_in:
                return reading.read(self.course, self.task, self.learner)
        except NotPossible:
            pass
        return []

    def _begun(self, hand_in: reading.HandIn, pieces: list) -> tuple[Marking, list[str]]:
        """Return what the tutor goes on with, and sentences on where it comes from."""
        role, notes = self.key.role, []
        marking, earlier = hand_in.marking(role), hand_in.earlier(role)
        if marking is None and earlier is not None:
            marking = desk_page.copied(earlier, hand_in.handed_in, self.marker, pieces)
            notes.append(_say("copied", marker=earlier.marker))
        elif marking is None:
            marking = Marking(task=self.task, learner=self.learner, role=role, handed_in=hand_in.handed_in,
                              marker=self.marker)
        elif marking.finished and marking.marker == self.marker:
            notes.append(_say("done_before"))
        if any(one.quote and one.start == one.end for one in marking.remarks):
            notes.append(_say("without_place"))
        # What stands in the gradebook is the first reader's; a second reader does not meet it.
        return self._with_formgrader(marking, notes, pieces) if role == records.FIRST else (marking, notes)

    def _with_formgrader(self, marking: Marking, notes: list[str], pieces: list) -> tuple[Marking, list[str]]:
        """Bring in what somebody put into Formgrader: comments as one's own at first, all else as a note."""
        try:
            there = mirror.elsewhere(self.course, self.task, self.learner).not_from(marking)
        except NotPossible as e:
            return marking, [*notes, _say("without_gradebook", reason=str(e))]
        if there.points:
            points = desk_page.standing(replace(there, comments={}), pieces)
            notes = [*notes, _say("formgrader_points", what=points)]
        if there.comments and not marking.mirrored and not marking.revision:
            return replace(marking, comments=there.comments | marking.comments), [*notes, _say("from_formgrader")]
        return marking, notes + [_say("formgrader_newer", text=text) for text in there.comments.values()]


def _say(name: str, **values) -> str:
    return library.words()(f"desk.{name}", **values)
