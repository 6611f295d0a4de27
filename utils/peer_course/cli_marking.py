"""Commands of `peer-course` for tutors. Heavy imports stay inside the functions."""

import sys

import click


@click.command()
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
@click.option("--again", "anew", is_flag=True, help="Also make ready again what is ready. Marks and comments stay.")
def mark(tasks: tuple[str, ...], anew: bool):
    """Make what was collected ready to read: all tasks, or those named.

    Nothing is marked by a machine, and nothing that was handed in is run. What is ready already is passed over,
    so this can be stopped at any time and started again.
    """
    from .marking import bulk_mark, course_folder

    outcomes: list = []
    try:
        with bulk_mark.run(course_folder.here(), tasks, anew) as run:
            for hand_in in _one_by_one(run.hand_ins, "Making ready"):
                outcomes.append(run.take(hand_in))
    except course_folder.NotPossible as e:
        _tell_marked(outcomes)
        click.echo(e, err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        _tell_marked(outcomes)
        click.echo("Stopped. Nothing is half done: the same command goes on from here.")
        sys.exit(1)
    if not outcomes:
        click.echo("Nothing was collected yet. `nbgrader collect TASK` takes what has come in.")
    _tell_marked(outcomes)
    sys.exit(1 if any(one.state == bulk_mark.LEFT for one in outcomes) else 0)


def _one_by_one(things: list, doing: str):
    """Go through things, and show how far it is: a bar in a terminal, a line now and then elsewhere."""
    if sys.stdout.isatty():
        with click.progressbar(things, label=doing, show_pos=True) as bar:
            yield from bar
        return
    for count, thing in enumerate(things, start=1):
        yield thing
        if count % 50 == 0 or count == len(things):
            click.echo(f"{doing}: {count} of {len(things)}")


def _tell_marked(outcomes: list) -> None:
    from .marking import bulk_mark
    from .marking.mark_hand_in import shown

    many = {state: sum(one.state == state for one in outcomes)
            for state in (bulk_mark.NEW, bulk_mark.AGAIN, bulk_mark.BEFORE, bulk_mark.LEFT)}
    told = {bulk_mark.NEW: "{} now ready to read", bulk_mark.AGAIN: "{} handed in again and ready to read anew",
            bulk_mark.BEFORE: "{} ready before", bulk_mark.LEFT: "{} could not be made ready"}
    if outcomes:
        click.echo("; ".join(told[state].format(count) for state, count in many.items() if count) + ".")
    for heading, left in (("Please look at these", True), ("Worth knowing", False)):
        said = [one for one in outcomes if one.say and (one.state == bulk_mark.LEFT) == left]
        if said:
            click.echo(f"\n{heading}:")
        for one in said:
            click.echo(f"- {shown(one.hand_in.learner)}, {shown(one.hand_in.task)}: {one.say}")


@click.command()
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
@click.option("--only-write", is_flag=True, help="Write the pages into feedback/ to look at, and send nothing.")
@click.option("--names", is_flag=True, help="Also say who still waits.")
def feedback(tasks: tuple[str, ...], only_write: bool, names: bool):
    """Write and send feedback to everybody whose hand-in a person has read: all tasks, or those named.

    Read means: finished at the marking desk, or commented or given points in Formgrader (with points, once no box
    with words is left open). What was sent already is passed over; what has changed since is sent anew.
    """
    from .marking import bulk_feedback, course_folder

    outcomes: list = []
    before = "sent before"
    try:
        run = bulk_feedback.Run(course_folder.here(), tasks, send=not only_write)
        before = "sent before" if run.sender else "written before"
        for hand_in in _one_by_one(run.hand_ins, "Feedback"):
            outcomes.append(run.take(hand_in))
    except course_folder.NotPossible as e:
        _tell_feedback(outcomes, {}, names, before)
        click.echo(e, err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        _tell_feedback(outcomes, {}, names, before)
        click.echo("Stopped. Nothing is half done: the same command goes on from here.")
        sys.exit(1)
    _tell_feedback(outcomes, run.not_ready, names, before)
    if run.unsent:
        click.echo(f"\nNothing was sent: {run.unsent} The pages are in feedback/.")
    sys.exit(1 if run.unsent or any(one.state == bulk_feedback.LEFT for one in outcomes) else 0)


def _tell_feedback(outcomes: list, not_ready: dict[str, int], names: bool, before: str) -> None:
    from .marking import bulk_feedback
    from .marking.mark_hand_in import shown

    told = {bulk_feedback.SENT: "{} sent", bulk_feedback.WRITTEN: "{} written, not sent",
            bulk_feedback.BEFORE: "{} " + before, bulk_feedback.LEFT: "{} could not be done"}
    for task in dict.fromkeys([*(one.hand_in.task for one in outcomes), *(t for t, n in not_ready.items() if n)]):
        here = [one for one in outcomes if one.hand_in.task == task]
        waits = [shown(one.hand_in.learner) for one in here if one.state == bulk_feedback.WAITS]
        many = {state: sum(one.state == state for one in here) for state in told}
        parts = [told[state].format(count) for state, count in many.items() if count]
        parts += [f"{len(waits)} of {len(here)} still wait{'s' if len(waits) == 1 else ''}"] if waits else []
        parts += [f"{not_ready[task]} came in and need `peer-course mark` first"] if not_ready.get(task) else []
        click.echo(f"{shown(task)}: {'; '.join(parts)}.")
        if names and waits:
            click.echo(f"  still waiting: {', '.join(waits)}")
    if not outcomes and not any(not_ready.values()):
        click.echo("Nothing is ready to read yet. `nbgrader collect TASK`, then `peer-course mark`, come first.")
    left = [one for one in outcomes if one.state == bulk_feedback.LEFT]
    if left:
        click.echo("\nPlease look at these:")
    for one in left:
        click.echo(f"- {shown(one.hand_in.learner)}, {shown(one.hand_in.task)}: {one.say}")


COMMANDS = (mark, feedback)
