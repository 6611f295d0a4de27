"""Forgetting a person on the tutor's side: every copy that can be reached, in an order that survives breaking off.

Here: the order, and what is removed where. What helps to find copies (their notebooks, with the secrets that name
feedback pages) goes last, so that a second run still finds what the first one left.
Not here: how traces are found (`traces`, `sweep`), databases and lists (`forget_rows`), words (`receipt`).
"""

import csv
import os
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from . import forget_rows, ledger, sweep, traces
from .course_folder import CourseFolder, NotPossible
from .receipt import Receipt, masked
from .traces import Traces

PLACES = {
    "pages": "feedback pages in the exchange",
    "inbound": "hand-ins in the exchange",
    "caches": "nbgrader's copies of hand-ins (nbgrader_cache)",
    "downloaded": "files in downloaded/",
    "taken_out": "folders that were written for the person (peer-course export)",
    "steps": "folders in submitted/, autograded/ and feedback/",
}


def held(course: CourseFolder, learner: str) -> Counter:
    """Return how many things are held about somebody, by place; empty when nothing is known. Changes nothing."""
    found = traces.find(course, traces.wanted(learner))
    counts = Counter({said: len(getattr(found, name)) for name, said in PLACES.items() if getattr(found, name)})
    known = traces.in_databases(course)
    if learner in known:
        counts["rows in the gradebook and in the file of marks"] += 1
    return counts


def shown_before(course: CourseFolder, learner: str) -> list[str]:
    """Return the files that were found by a name inside their name: a person should see those before they go."""
    return [str(path.relative_to(course.root)) for path in traces.find(course, learner).downloaded]


def erase(course: CourseFolder, learner: str, outside: bool = True) -> Receipt:
    """Remove everything about somebody that can be reached, and return what was done and what was not.

    `outside=False` stays within the course's own folders and leaves the ledger alone: for a backup that is being
    brought back. Raises NotPossible before anything is removed when the name cannot be one, or the ledger cannot
    be written.
    """
    found = traces.find(course, traces.wanted(learner), outside)
    if outside:
        ledger.ask(course, learner)
    receipt = Receipt()
    names = _try(receipt, (), partial(forget_rows.names_of, course, learner)) or ()
    # Without sentences the names are still looked for.
    looked_for = _try(receipt, (), partial(sweep.needles, course, learner, found.folders(), names)) \
        or sweep.Needles(learner, sweep.patterns(learner, names), (), (learner, *names))
    _closed(found, receipt, looked_for)
    for name in ("pages", "inbound", "caches", "downloaded", "taken_out"):
        _remove_all(receipt, looked_for, PLACES[name], getattr(found, name))
    _databases(course, learner, receipt, looked_for, found.taken_out)
    _lists(course, (learner, *names), receipt, looked_for, outside)
    _try(receipt, looked_for.names, partial(_sweep, course, found, receipt, looked_for))
    _remove_all(receipt, looked_for, PLACES["steps"], found.steps)
    _look_again(course, learner, receipt, outside)
    receipt.backups = _try(receipt, looked_for.names, partial(ledger.backups, course)) or []
    if receipt.complete and outside:
        ledger.done(course, learner)
    return receipt


def _closed(found: Traces, receipt: Receipt, looked_for: sweep.Needles) -> None:
    """Name the places that may hold more of theirs; what is closed within their own work is removed or named there."""
    own = (*found.inbound, *found.caches, *found.steps)
    for path in dict.fromkeys(found.closed):
        if not any(path.is_relative_to(one) for one in own):
            receipt.left.append(f"{masked(str(path), looked_for.names)} is closed to this account, and there may be "
                                "more in it. Whoever looks after the computer has to open it.")


def _databases(course: CourseFolder, learner: str, receipt: Receipt, looked_for: sweep.Needles,
               given_out: list[Path]) -> None:
    for one in traces.all_of(course):
        # First, so that what is looked for below is what stays.
        _try(receipt, looked_for.names, partial(forget_rows.forget_gone, one, looked_for.names, given_out))
        said = [("rows in the gradebook (the person, and each hand-in)", forget_rows.from_gradebook, one),
                ("rows in the file of marks (marking.db)", forget_rows.from_records, one)]
        said += [("rows in old copies of the gradebook", forget_rows.from_copy, path)
                 for path in forget_rows.old_copies(one)]
        for place, step, where in said:
            receipt.done[place] += _try(receipt, looked_for.names, partial(step, where, learner)) or 0
        for path in (one.gradebook, one.records, *forget_rows.old_copies(one)):
            if path.is_file() and _try(receipt, looked_for.names, partial(sweep.mentions, path, looked_for)):
                receipt.elsewhere.append(f"{path.name}: the name still stands in it, for example in a comment on "
                                         "somebody else's work, or as a marker's name")


def _lists(course: CourseFolder, names: tuple, receipt: Receipt, looked_for: sweep.Needles, outside: bool) -> None:
    for path in _try(receipt, looked_for.names, partial(forget_rows.lists, course)) or ():
        said = masked(str(path), looked_for.names)
        if not outside and not path.is_relative_to(course.root):
            continue
        if path.is_file():
            try:
                receipt.done["rows in lists that were written out"] += forget_rows.from_list(path, names)
            except (NotPossible, OSError, csv.Error) as e:
                receipt.left.append(f"{said}: the list could not be changed ({masked(str(e), looked_for.names)})")
        elif path.is_dir():
            continue
        elif path.name != "grades.csv":
            receipt.elsewhere.append(f"{said}: this list was written out once and is no longer there. If it was moved, "
                                     "please take the person's rows out where it is now")


def _sweep(course: CourseFolder, found: Traces, receipt: Receipt, looked_for: sweep.Needles) -> None:
    copies = [path for one in traces.all_of(course) for path in forget_rows.old_copies(one)]
    hits, unread = sweep.everywhere(course, looked_for, (*found.steps, *copies))
    known = {one["path"] for one in ledger.backups(course)}
    receipt.elsewhere += [f"{_shown(course, path, looked_for)}: {why}"
                          for path, why in unread.items() if str(path) not in known]
    for hit in hits:
        if hit.place == sweep.LEARNERS:
            receipt.learner_has += 1
        elif hit.place == sweep.OTHERS:
            receipt.others_have += 1
        elif hit.place == sweep.REMOVABLE and (hit.what != sweep.MENTION or traces.CHECKPOINTS in hit.path.parts):
            _remove_all(receipt, looked_for, "stray copies found by name or by words", [hit.path])
        else:
            what = {sweep.NAME: "the name", sweep.WORDS: "words of theirs", sweep.MENTION: "the name"}[hit.what]
            receipt.elsewhere.append(f"{_shown(course, hit.path, looked_for)}: {what}")


def _look_again(course: CourseFolder, learner: str, receipt: Receipt, outside: bool) -> None:
    """Name what is still there, or came while this ran, unless the receipt says so already."""
    still = sum(len(getattr(traces.find(course, learner, outside), name)) for name in PLACES)
    if still and receipt.complete:
        receipt.left.append(f"{still} folder(s) or file(s) came in while this ran. Please run the command again.")


def _remove_all(receipt: Receipt, looked_for: sweep.Needles, place: str, found: Iterable[Path]) -> None:
    for path in found:
        try:
            receipt.done[place] += remove(path)
        except (OSError, RecursionError) as e:
            why = getattr(e, "strerror", "") or "unknown reason"
            receipt.left.append(f"{place}: {masked(str(path), looked_for.names)} could not be removed "
                                f"({why}). Whoever looks after the computer has to do it.")


def remove(path: Path) -> int:
    """Remove a file or a folder, and of a link only the link; returns 1, or 0 when it was gone. Raises OSError."""
    if path.is_symlink() or not path.is_dir():
        there = os.path.lexists(path)
        path.unlink(missing_ok=True)
        return int(there)
    shutil.rmtree(path, onerror=_once_more)
    return 1


def _once_more(function: Callable, name: str, _) -> None:
    """nbgrader leaves folders read-only; open the folder above and try again."""
    above = Path(name).parent
    if above.is_symlink():
        raise OSError(f"{above} is a link")
    mode = above.stat().st_mode
    if mode & stat.S_IRWXU != stat.S_IRWXU:
        above.chmod(mode | stat.S_IRWXU)
    if not Path(name).is_symlink() and Path(name).is_dir():
        Path(name).chmod(stat.S_IRWXU)
        shutil.rmtree(name)
    else:
        function(name)


def _try(receipt: Receipt, names: tuple, step: Callable):
    """Do one step; when it is not possible say so in the receipt and let the others go on."""
    try:
        return step()
    except NotPossible as e:
        receipt.left.append(masked(str(e), names))
    except OSError as e:
        receipt.left.append(masked(f"{e.filename or 'A file'} could not be used ({e.strerror or e}).", names))
    return None


def _shown(course: CourseFolder, path: Path, looked_for: sweep.Needles) -> str:
    top = next((top for top in (course.root, course.exchange) if path.is_relative_to(top)), None)
    return masked(str(path.relative_to(top.parent) if top else path), looked_for.names)
