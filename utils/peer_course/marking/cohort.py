"""How a cohort is doing, as far as it is a tutor's work: what waits, which levels were given, how two tutors agree.

Here: what is counted, with pandas. Nothing here looks at an exercise, a journal or the time somebody spends.
Not here: how it looks (`cohort_page`), the figures themselves of `agreement` and `shared_scales`.
"""

import datetime
import stat
from pathlib import Path

import pandas as pd

from .. import handover, library
from . import agreement as alike
from . import arrivals, mirror, reading, records, rubrics, shared_scales, who
from . import cohort_page as page
from .course_folder import CourseFolder, NotPossible

FEWEST = 5
MARKED = "marked"
TO_COLLECT, NOT_READY, UNREAD, BEGUN, AGAIN = "to_collect", "not_ready", "unread", "begun", "again"
COLUMNS = ("task", "learner", "state", "since", "marker")


def say(name: str, **values) -> str:
    """Return a sentence of the page."""
    return library.words()(f"cohort.{name}", **values)


def hand_ins(course: CourseFolder) -> pd.DataFrame:
    """Return one row for each hand-in: task, learner, state (`marked` or why it waits), since (a time), marker."""
    rows = [row for task in rubrics.tasks() for row in _of_task(course, task.slug)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["since"] = pd.to_datetime(frame["since"], utc=True)
    return frame


def work(course: CourseFolder, now: datetime.datetime | None = None) -> str:
    """Return what has come in, what is marked, and who waits since when, as HTML."""
    found, now = hand_ins(course), now or datetime.datetime.now(datetime.UTC)
    if found.empty:
        return page.section(say("work"), say("work_about"), page.said(say("nothing_yet")))
    titles = {task.slug: task.title for task in rubrics.tasks()}
    counts = pd.crosstab(found["task"].map(titles), found["state"].eq(MARKED).map({True: "Marked", False: "Waiting"}))
    counts = counts.reindex(columns=["Marked", "Waiting"], fill_value=0)
    counts = counts.reindex([t for t in titles.values() if t in counts.index])
    whole = counts.assign(**{"Handed in": counts.sum(axis=1)})[["Handed in", "Marked", "Waiting"]]
    return page.section(say("work"), say("work_about"), page.bars(counts, say("chart_work")),
                        page.table(whole.rename_axis("Task").reset_index(), "Handed in and marked, by task"),
                        _who_waits(course, found[found["state"] != MARKED], titles, now))


def patterns(course: CourseFolder) -> str:
    """Return how often each level was chosen, for tasks with five or more marked hand-ins, as HTML."""
    parts = []
    for task in rubrics.tasks():
        marked = _first_readings(course, task.slug)
        if len(marked) < FEWEST:
            continue
        counts = level_counts(task.slug, marked)
        parts += [f"<h3>{page.plain(task.title)}</h3>", page.bars(counts, say("chart_patterns")),
                  page.table(counts.rename_axis("Criterion").reset_index(), f"{len(marked)} marked hand-ins")]
    return page.section(say("patterns"), say("patterns_about", fewest=FEWEST),
                        *(parts or [page.said(say("patterns_none", fewest=FEWEST))]))


def level_counts(task: str, marked: list[records.Marking]) -> pd.DataFrame:
    """Return a row for each criterion and a column for each level's name, with how often it was chosen."""
    criteria = rubrics.rubric(task).criteria
    names = list(dict.fromkeys(level.name for criterion in criteria for level in criterion.levels))
    frame = pd.DataFrame(0, index=[criterion.name for criterion in criteria], columns=names)
    for criterion in criteria:
        known = {level.id: level.name for level in criterion.levels}
        for one in marked:
            if one.levels.get(criterion.id) in known:
                frame.loc[criterion.name, known[one.levels[criterion.id]]] += 1
    return frame


def agreement(course: CourseFolder, names: bool = False) -> str:
    """Return how far two tutors read alike, and what they may want to talk over, as HTML.

    With `names` the learners are named, and that they were is written down.
    """
    parts = []
    for task in rubrics.tasks():
        found = alike.agreement(course, task.slug)
        if not alike.pairs(course, task.slug):
            continue
        if names:
            records.note_event(course, who.marker(), "showed names", task.slug, detail="cohort page, agreement")
        rows = [(one.name, say(one.sentence[0], **one.sentence[1])) for one in found]
        parts += [f"<h3>{page.plain(task.title)}</h3>",
                  page.table(pd.DataFrame(rows, columns=["Criterion", "How far alike"]), "Two readings compared"),
                  _differences(course, task.slug, names)]
    return page.section(say("agreement"), say("agreement_about"), *(parts or [page.said(say("agreement_none"))]))


def scales(course: CourseFolder) -> str:
    """Return how the group moved on each scale, from those who shared it, as HTML."""
    parts = []
    for task, scale in shared_scales.scales():
        shown = shared_scales.shown(course, task, scale)
        parts.append(f"<h3>{page.plain(scale.title)}</h3>")
        if not shown.moved:
            parts.append(page.said(say("scales_few", fewest=shared_scales.FEWEST)))
            continue
        rows = [(one.text, one.then, one.now, _moved(scale, one)) for one in shown.moved]
        columns = ["Statement", scale.moments[0].name, scale.moments[-1].name, "How many moved"]
        parts += [page.said(say("scales_people", people=shown.people, when=shown.at[:10])),
                  page.table(pd.DataFrame(rows, columns=columns), "Where the group stood, on average")]
    return page.section(say("scales"), say("scales_about", fewest=shared_scales.FEWEST), *parts)


def _of_task(course: CourseFolder, task: str) -> list[tuple]:
    arrived, late = _arrived(course, task), set(reading.not_ready(course, task))
    by_hand = _by_hand(course, task)
    rows = {one.learner: (task, one.learner, *_state(one, by_hand)) for one in reading.waiting(course, task)}
    for learner in late:
        rows[learner] = (task, learner, NOT_READY, _collected(course, task, learner), "")
    for learner, moment in arrived.items():
        rows[learner] = (task, learner, TO_COLLECT, moment, "")
    return list(rows.values())


def _state(hand_in: reading.HandIn, by_hand: dict[str, bool]) -> tuple:
    first, since = hand_in.marking(records.FIRST), reading.moment(hand_in.handed_in)
    if first and first.finished:
        return MARKED, since, first.marker
    if first:
        return BEGUN, since, first.marker
    if by_hand.get(hand_in.learner):
        return MARKED, since, ""
    return AGAIN if hand_in.earlier(records.FIRST) else UNREAD, since, ""


def _by_hand(course: CourseFolder, task: str) -> dict[str, bool]:
    try:
        return mirror.by_hand(course, task)
    except NotPossible:
        return {}


def _collected(course: CourseFolder, task: str, learner: str) -> datetime.datetime | None:
    try:
        stamp = (course.submitted / learner / task / handover.TIMESTAMP).read_bytes()[:100]
    except OSError:
        return None
    return reading.moment(stamp.decode("utf-8", "replace").strip())


def _arrived(course: CourseFolder, task: str) -> dict[str, datetime.datetime | None]:
    """Return who handed in something that was not collected yet, and when.

    Names that nobody can have, and what somebody put there under another's name, are left out as collecting does.
    """
    found = {}
    try:
        folders = [entry for entry in course.inbound.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return {}
    for folder in sorted(folders):
        learner, *rest = folder.name.split(f"+{task}+", 1)
        moment = reading.moment(rest[0].split("+")[0]) if rest else None
        if moment is not None and _is_theirs(folder, learner):
            found[learner] = max(moment, found.get(learner, moment))
    return found


def _is_theirs(folder: Path, learner: str) -> bool:
    """Tell whether a folder of the exchange is this learner's own hand-in, still to be collected."""
    from ..exchange import walls

    if not arrivals.LEARNER.match(learner):
        return False
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or walls.is_anothers(found.st_uid, learner, folder.parent):
            return False
        return not (folder / handover.COLLECTED).exists()
    except OSError:
        return False


def _who_waits(course: CourseFolder, waiting: pd.DataFrame, titles: dict, now: datetime.datetime) -> str:
    if waiting.empty:
        return page.said(say("nobody_waits"))
    called = _called(course, list(waiting["learner"]))
    rows = [(called[one.learner], titles[one.task], say(one.state, marker=one.marker), _since(one.since, now))
            for one in waiting.sort_values("since", na_position="last", kind="stable").itertuples()]
    return page.table(pd.DataFrame(rows, columns=["Who", "Task", "Where it is", "For how long"]), say("waiting"))


def _called(course: CourseFolder, learners: list[str]) -> dict[str, str]:
    try:
        known = mirror.people(course, learners)
    except NotPossible:
        known = {}
    return {learner: known.get(learner, learner) for learner in learners}


def _since(moment, now: datetime.datetime) -> str:
    if pd.isna(moment):
        return say("since_unknown")
    # A clock that runs ahead makes nobody wait less than no time.
    days = max(0, (now - moment).days)
    return say("today") if days == 0 else say("day") if days == 1 else say("days", days=days)


def _first_readings(course: CourseFolder, task: str) -> list[records.Marking]:
    """Return the newest finished first reading of each learner."""
    found = {one.learner: one for one in sorted(records.every(course, task), key=lambda one: one.finished)
             if one.role == records.FIRST and one.finished and one.outcome in (records.MARKED, records.CONVERSATION)}
    return list(found.values())


def _differences(course: CourseFolder, task: str, names: bool) -> str:
    found = alike.differences(course, task)
    if not found:
        return ""
    called = _called(course, [one.learner for one in found]) if names else {}
    rows = [(called.get(one.learner, say("hand_in", number=one.number)), one.criterion or say("whole_reading"),
             f"{_read_as(one, one.first)} ({one.first_marker})", f"{_read_as(one, one.second)} ({one.second_marker})")
            for one in found]
    table = page.table(pd.DataFrame(rows, columns=["Which", "What", "First reading", "Second reading"]),
                       say("differences"))
    return table if names else table + page.said(say("differences_names"))


def _read_as(one: alike.Difference, ended: str) -> str:
    return ended if one.criterion else library.words()(f"desk.page.outcome_{ended}")


def _moved(scale, one: shared_scales.Moved) -> str:
    if not one.counts:
        return say("scales_hidden")
    return say("scales_moved", first=scale.points[0].name, last=scale.points[-1].name, **one.counts)
