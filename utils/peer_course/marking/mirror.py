"""A finished reading, written to nbgrader's gradebook: a total and a comment for each answer.

Through nbgrader's own API, so that Formgrader, export and feedback agree with the desk. Points only mirror
words. Not here: which levels there are (`rubrics`), and the page a learner reads (`feedback`).
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from .. import library
from . import reading, records, rubrics
from .course_folder import CourseFolder, NotPossible, gradebook
from .inert import inert
from .records import Marking


@dataclass(frozen=True)
class Standing:
    """What a person's hand put into the gradebook: comments and points, answer by answer."""

    comments: dict[str, str]
    points: dict[str, float]

    def not_from(self, marking: Marking) -> "Standing":
        """Return what did not come from this marking."""
        # A marking from before points were written down cannot tell whose they are: its own, as likely as not.
        points = self.points if marking.points or not marking.mirrored else {}
        return Standing(
            {answer: text for answer, text in self.comments.items() if text != marking.mirrored.get(answer)},
            {answer: held for answer, held in points.items() if held != marking.points.get(answer)})


def mirror(course: CourseFolder, marking: Marking) -> Marking:
    """Write totals and comments of a first reading to the gradebook; return it with what was written."""
    return put(course, marking)[0]


def put(course: CourseFolder, marking: Marking) -> tuple[Marking, Standing]:
    """Write totals and comments of a first reading; return it with what was written, and what that took the place of.

    An untouched box, and a hand-in that ended in "please talk to me", get no points, which is not the same as
    none: they go on waiting for a person. What somebody put into Formgrader meanwhile is kept among the events.
    Raises NotPossible when the gradebook cannot be used; then nothing was written to it.
    """
    pieces = reading.read(course, marking.task, marking.learner)
    comments = composed(marking, pieces)
    with gradebook(course) as book:
        notebook = _notebook(book, marking.task, marking.learner)
        points = {one.name: _points(marking, pieces, one.name, one.max_score) for one in notebook.grades}
        done = replace(marking, mirrored=comments, points=points)
        replaced = _standing(notebook).not_from(marking).not_from(done)
        for grade in notebook.grades:
            grade.manual_score, grade.needs_manual_grade = points[grade.name], points[grade.name] is None
        for comment in notebook.comments:
            comment.manual_comment = comments.get(comment.name) or None
        # Kept first: if the file of marks cannot be written, the gradebook stays as it was.
        for what, there in (("a Formgrader comment", replaced.comments), ("Formgrader points", replaced.points)):
            for answer, old in there.items():
                records.note_event(course, marking.marker, f"replaced {what}", marking.task, marking.learner,
                                   f"{answer}: {old}")
        book.db.commit()
    return done, replaced


def elsewhere(course: CourseFolder, task: str, learner: str) -> Standing:
    """Return what stands in the gradebook by a person's hand. Raises NotPossible."""
    with gradebook(course) as book:
        return _standing(_notebook(book, task, learner))


def _standing(notebook) -> Standing:
    return Standing({one.name: one.manual_comment for one in notebook.comments if one.manual_comment},
                    {one.name: one.manual_score for one in notebook.grades if one.manual_score is not None})


def by_hand(course: CourseFolder, task: str) -> dict[str, bool]:
    """Return the learners for whom something stands in the gradebook; True when no box waits there any more.

    One query for the whole task, so that a thousand hand-ins stay quick. Raises NotPossible.
    """
    return by_hand_everywhere(course, task).get(task, {})


def by_hand_everywhere(course: CourseFolder, task: str | None = None) -> dict[str, dict[str, bool]]:
    """Return the same by task, of all tasks or of one. Raises NotPossible."""
    with gradebook(course) as book:
        from nbgrader.api import Assignment, Comment, Grade, SubmittedAssignment, SubmittedNotebook
        from sqlalchemy import func

        who = (Assignment.name, SubmittedAssignment.student_id)

        def asked(*columns):
            query = book.db.query(*who, *columns).select_from(SubmittedAssignment) \
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id) \
                .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            return query.filter(Assignment.name == task) if task else query

        graded = asked(func.max(Grade.needs_manual_grade)).join(Grade, Grade.notebook_id == SubmittedNotebook.id) \
            .group_by(*who).having(func.count(Grade.manual_score) > 0).all()
        commented = asked().join(Comment, Comment.notebook_id == SubmittedNotebook.id) \
            .filter(func.coalesce(Comment.manual_comment, "") != "").distinct().all()
    found = defaultdict(dict)
    for name, learner in commented:
        found[name][learner] = False
    for name, learner, waits in graded:
        found[name][learner] = not waits
    return found


def people(course: CourseFolder, learners: list[str]) -> dict[str, str]:
    """Return what learners are called: the name in the gradebook with the id, or the id alone. Raises NotPossible."""
    with gradebook(course) as book:
        from nbgrader.api import Student

        rows = book.db.query(Student.id, Student.first_name, Student.last_name).all()
    full = {row[0]: " ".join(part for part in row[1:] if part) for row in rows}
    return {learner: f"{full[learner]} ({learner})" if full.get(learner) else learner for learner in learners}


def composed(marking: Marking, pieces: list[reading.Piece]) -> dict[str, str]:
    """Return the comment for each answer as Markdown that can do nothing: levels in words, comment, passages.

    What is meant for the whole hand-in (the outcome, what went well, the next step) stands below the last
    answer that holds words. An answer about which nothing was said is left out.
    """
    boxes = [piece.answer for piece in pieces if not piece.extra]
    touched = reading.written(pieces)
    last = next((answer for answer in reversed(boxes) if answer in touched), boxes[-1] if boxes else None)
    found = {}
    for answer in boxes:
        parts = _levels(marking, answer) if _counts(marking, answer, touched) else []
        parts += [inert(marking.comments.get(answer, "").strip()), *_passages(marking, answer, answer == last, boxes)]
        parts += _whole(marking) if answer == last else []
        text = "\n\n".join(part for part in parts if part)
        if text:
            found[answer] = text
    return found


def _counts(marking: Marking, answer: str, touched: set[str]) -> bool:
    """Tell whether levels mean anything here: told in conversation, an empty box counts as well."""
    if marking.outcome == records.CONVERSATION:
        return True
    return marking.outcome == records.MARKED and answer in touched


def _points(marking: Marking, pieces: list[reading.Piece], answer: str, out_of: float) -> float | None:
    if not _counts(marking, answer, reading.written(pieces)):
        return None
    return rubrics.total(rubrics.rubric(marking.task), answer, marking.levels, out_of)


def _levels(marking: Marking, answer: str) -> list[str]:
    say, lines = library.words(), []
    for criterion in rubrics.criteria_of(rubrics.rubric(marking.task), answer):
        level = next((one for one in criterion.levels if one.id == marking.levels.get(criterion.id)), None)
        if level:
            lines.append("- " + say("desk.comment_level", criterion=criterion.name, level=level.name))
    return ["\n".join(lines)]


def _passages(marking: Marking, answer: str, last: bool, boxes: list[str]) -> list[str]:
    # A remark on words outside the boxes has no box of its own in the gradebook.
    here = [one for one in marking.remarks if one.answer == answer or (last and one.answer not in boxes)]
    return ["\n".join("> " + line for line in inert(one.quote).splitlines()) + "\n\n" + inert(one.text)
            for one in sorted(here, key=lambda one: one.start)]


def _whole(marking: Marking) -> list[str]:
    say = library.words()
    named = {records.TALK: "desk.comment_talk", records.CONVERSATION: "desk.comment_conversation"}
    parts = [say(named[marking.outcome])] if marking.outcome in named else []
    for name, text in (("desk.comment_well", marking.well), ("desk.comment_next", marking.next_step)):
        parts += [say(name, text=inert(text.strip()))] if text.strip() else []
    return parts


def _notebook(book, task: str, learner: str):
    from nbgrader.api import MissingEntry

    try:
        return book.find_submission_notebook(task, task, learner)
    except MissingEntry as e:
        raise NotPossible("The gradebook does not know this hand-in. What you wrote is kept. In a terminal, "
                          f"`peer-course mark {task}` enters it; then save it here once more.") from e
