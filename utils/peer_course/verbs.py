"""The learner's words, and the tutors' desk. Each returns something for the notebook to show; none ever raises."""

from . import library
from .widgets.page import Page, notice


def exercise(slug: str = "", moment: str = ""):
    """Show an exercise, with your earlier answer if there is one."""
    return _sitting(slug, moment)


def journal(slug: str = ""):
    """Show a private page of your journal."""
    return _sitting(slug, "")


def _sitting(slug: str, moment: str):
    try:
        from .widgets.exercise import show
        from .widgets.sitting import Sitting
        return show(Sitting(library.exercise(str(slug)), str(moment)))
    except library.Unknown as e:
        return notice(str(e), library.words()("exercise.unknown"))


def support() -> Page:
    """Show where to find support."""
    from .widgets.support import page
    return page()


def carry_on() -> Page:
    """Show where you were last, and a way back to it."""
    from .widgets.carry_on import page
    return page()


def my_answers():
    """Show, export or delete what you have written."""
    from .widgets.my_answers import show
    return show()


def hand_in(task: str = ""):
    """Show the panel that gets a task, hands it in, takes it back and brings its feedback."""
    try:
        from .widgets.hand_in import show
        from .widgets.handing import Panel
        return show(Panel(str(task)))
    except library.Unknown as e:
        return notice(str(e), library.words()("exercise.unknown"))


def marking_desk():
    """Show the tutors' desk: who is waiting, what they wrote, and the place for your reply."""
    # Tutors' modules are fetched here, so that no learner's kernel loads them.
    from .marking import course_folder, desk, who
    from .widgets.marking_desk import show
    try:
        return show(desk.Desk(course_folder.here(), who.marker()))
    except course_folder.NotPossible as e:
        return notice(str(e))


def cohort(part: str = "work", names: bool = False):
    """Show tutors one part of how the cohort is doing: work, patterns, agreement or scales."""
    from .marking import cohort as cohorts
    from .marking import course_folder
    parts = {"work": cohorts.work, "patterns": cohorts.patterns, "scales": cohorts.scales,
             "agreement": lambda course: cohorts.agreement(course, bool(names))}
    if part not in parts:
        return notice(library.unknown(str(part), list(parts), "part"))
    try:
        html = parts[part](course_folder.here())
    except course_folder.NotPossible as e:
        return notice(str(e))
    return Page(html, library.words()(f"cohort.{part}"))
