"""Making everything that was collected ready to read, in one process: the same result as `nbgrader autograde`.

Here: the order of steps, so that each hand-in is done whole or not at all and a run can be stopped and gone on
with at any time. Not here: the rules (`mark_words`), reading (`mark_hand_in`), rows (`mark_rows`), what is shown.
"""

import difflib
import errno
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from .. import canonical
from . import mark_hand_in, mark_place, mark_rows
from .course_folder import CourseFolder, NotPossible, gradebook
from .mark_hand_in import HandIn, Left

NEW, AGAIN, BEFORE, LEFT = "new", "again", "before", "left"
GENERATE = "Please run `nbgrader generate_assignment {task}` first."


@dataclass(frozen=True)
class Outcome:
    """What became of one hand-in: new, again (handed in anew), before (nothing to do) or left; `say` if it matters."""

    hand_in: HandIn
    state: str
    say: str = ""


class Run:
    """One run over what was collected. `hand_ins` are those asked for, in order; `take` does one."""

    def __init__(self, course: CourseFolder, book, tasks: tuple[str, ...], anew: bool):
        self.course, self.book, self.anew = course, book, anew
        everything = mark_hand_in.found(course)
        names = tasks or tuple(dict.fromkeys(one.task for one in everything))
        self.known = {name: mark_rows.known(book, course, name) for name in names}
        self._refuse_unknown(tasks)
        self.hand_ins = [one for one in everything if one.task in self.known]

    def _refuse_unknown(self, asked: tuple[str, ...]) -> None:
        from nbgrader.api import Assignment

        for name in asked:
            if self.known[name]:
                continue
            if (self.course.source / name).is_dir() and name not in ("", ".", ".."):
                raise NotPossible(f"The gradebook does not know {name} yet. {GENERATE.format(task=name)}")
            names = [row[0] for row in self.book.db.query(Assignment.name).order_by(Assignment.name)]
            near = difflib.get_close_matches(name, names, n=1)
            rather = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names) or 'none yet'}."
            raise NotPossible(f"There is no task {mark_hand_in.shown(name)}. {rather} Nothing was changed.")

    def take(self, hand_in: HandIn) -> Outcome:
        """Make one hand-in ready. Raises NotPossible only if none could be made ready now."""
        try:
            return self._take(hand_in)
        except Left as e:
            return Outcome(hand_in, LEFT, str(e))
        except NotPossible:
            raise
        except OSError as e:
            if e.errno in (errno.ENOSPC, errno.EDQUOT):
                raise NotPossible("The disk is full. What was made ready before is kept, nothing is half done. Please "
                                  "make room, then run the command again: it goes on from here.") from e
            return Outcome(hand_in, LEFT, f"Its files could not be read or written ({e.strerror or e}). "
                                          "Please look who may read and write there, then run the command again.")
        except Exception as e:  # noqa: BLE001 - whatever one hand-in does, the others are to be made ready
            return Outcome(hand_in, LEFT, f"Something nobody thought of ({type(e).__name__}: {e}). It was left in "
                                          "submitted/. Please show this line to whoever looks after the course.")

    def _take(self, hand_in: HandIn) -> Outcome:
        mark_hand_in.look_at(hand_in)
        of = self.known[hand_in.task]
        if of is None:
            raise Left(f"The gradebook does not know this task. {GENERATE.format(task=hand_in.task)}")
        stamp = mark_hand_in.stamp(hand_in.folder)
        place = mark_place.Place(self.course, hand_in)
        names = _notebooks(hand_in, of)
        there = hand_in.learner in of.handed_in and place.holds(names)
        if there and stamp.text and place.stamp() == stamp.text and not self.anew:
            return Outcome(hand_in, BEFORE)
        made = {name: _made(mark_hand_in.read(hand_in.folder / f"{name}.ipynb"), of.shapes[name]) for name in names}
        texts = {f"{name}.ipynb": canonical.dumps(nb) for name, nb in made.items()}
        if there and not stamp.text and not place.stamp() and place.same(texts) and not self.anew:
            return Outcome(hand_in, BEFORE)
        earlier = of.handed_in.get(hand_in.learner)
        with place.prepared(texts, bool(stamp.text)) as put:
            mark_rows.enter(self.book, of, hand_in, stamp.when, {name: nb["cells"] for name, nb in made.items()})
            put()
        older = stamp.when and earlier and stamp.when < earlier
        return Outcome(hand_in, AGAIN if there else NEW, _note(stamp, older))


@contextmanager
def run(course: CourseFolder, tasks: tuple[str, ...] = (), anew: bool = False) -> Iterator[Run]:
    """Open the gradebook and everything else that is needed for one run; only one can be under way.

    `anew` makes ready again what was ready. Raises NotPossible with the sentence to show.
    """
    with ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        # nbgrader 0.9.6 on SQLAlchemy 2.1 warns about rows that are complete all the same.
        warnings.filterwarnings("ignore", message="Object of type <Submitted")
        stack.enter_context(mark_rows.quiet())
        book = stack.enter_context(gradebook(course))
        stack.enter_context(mark_place.alone(course))
        yield Run(course, book, tasks, anew)


def _notebooks(hand_in: HandIn, of: mark_rows.Known) -> list[str]:
    names = [name for name in of.notebooks if (hand_in.folder / f"{name}.ipynb").is_file()]
    if not names:
        there = [mark_hand_in.shown(path.name) for path in sorted(hand_in.folder.glob("*.ipynb"))]
        lies = f"There is {', '.join(there)}. " if there else "There is no notebook at all. "
        raise Left(f"No notebook in it has the name of the task. {lies}If one is the learner's page, rename it to "
                   f"{next(iter(of.notebooks), hand_in.task)}.ipynb and run the command again.")
    return names


def _made(nb: dict, shape) -> dict:
    from .mark_words import made_inert, rebuilt

    made = rebuilt(nb, shape)
    return made | {"cells": [cell | {"source": made_inert(cell)} for cell in made["cells"]]}


def _note(stamp: mark_hand_in.Stamp, older: bool) -> str:
    if older:
        return ("It bears an earlier time than the version that was ready before, so a clock was wrong or an old copy "
                "came in. What lies in submitted/ was taken. Please look whether it is the one they mean.")
    return stamp.note
