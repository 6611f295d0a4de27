"""Commands of `peer-course` about people's data. They ask, call and tell; heavy imports stay inside the functions."""

import sys
from contextlib import contextmanager

import click


@contextmanager
def _sentences():
    """Turn what cannot be done into its sentence and exit status 2."""
    from .marking.course_folder import NotPossible

    try:
        yield
    except NotPossible as e:
        click.echo(e, err=True)
        sys.exit(2)
    except OSError as e:
        click.echo(f"{e.filename or 'A file'} could not be used ({e.strerror or e}). Please see to it that this "
                   "account may open it, then run the same command again.", err=True)
        sys.exit(2)


def _agreed(question: str, yes: bool) -> None:
    if not yes and not click.confirm(question):
        click.echo("Nothing was changed.")
        sys.exit(1)


@click.command()
@click.argument("learner")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def erase(learner: str, yes: bool):
    """Delete everything the tutor's side holds of LEARNER, and write a receipt.

    LEARNER is the name of their folder in `submitted`. Can be run again at any time.
    """
    import datetime

    from .marking import course_folder, erasure, ledger, receipt
    from .marking.mark_hand_in import shown

    with _sentences():
        course = course_folder.here()
        held = erasure.held(course, learner)
        if not held and not ledger.find(ledger.read(course)["erased"], learner):
            _perhaps_in_a_backup(course, learner, yes)
        else:
            click.echo(f"This is held about {shown(learner)}:" if held else "Nothing is left that is known by place.")
            for place, count in held.items():
                click.echo(f"  {place}: {count}")
            for path in erasure.shown_before(course, learner):
                click.echo(f"    {path}")
            _agreed("Delete all of it, and look for other copies? This cannot be undone.", yes)
        done = erasure.erase(course, learner)
        when = datetime.datetime.now()
        said = receipt.text(done, when)
        click.echo("\n" + said)
        click.echo(f"This receipt is kept in {receipt.keep(course.root, said, when)}.")
    if not done.complete:
        click.echo("Some things could not be removed: see “Not removed, and why”. Once that is put right, "
                   "please run the same command again.")
        sys.exit(1)


def _perhaps_in_a_backup(course, learner: str, yes: bool) -> None:
    """Ask whether the erasure of somebody who is no longer here is to be noted; end when there is nothing to note."""
    from .marking import ledger, traces
    from .marking.mark_hand_in import shown

    alike = traces.near(course, learner)
    if not ledger.ever_backed_up(course):
        _nobody(course, learner)
    if alike and yes:
        # A script that mistypes a name must not be told that somebody was erased.
        _nobody(course, learner, "If this is somebody of an earlier cohort, who may be in a backup, please run this "
                                 "without --yes. Nothing was changed.")
    click.echo(f"Nobody here is called {shown(learner)}. {_mean(alike)}")
    _agreed("Nothing is held in the folders here, but a backup may hold them. "
            "Note the erasure, so that a restore does not bring them back?", yes)


def _mean(alike: list[str]) -> str:
    from .marking.mark_hand_in import shown

    return f"Did you mean {', '.join(map(shown, alike))}? " if alike else ""


def _nobody(course, learner: str, so: str = "Nothing was changed.") -> None:
    from .marking import traces
    from .marking.mark_hand_in import shown

    click.echo(f"Nothing is held here about anybody called {shown(learner)}. {_mean(traces.near(course, learner))}"
               f"The names are those of the folders in `submitted`. {so}", err=True)
    sys.exit(2)


@click.command()
@click.argument("learner")
@click.option("--to", "folder", type=click.Path(), help="Where to write it (default: a new folder in given-out/).")
def export(learner: str, folder: str | None):
    """Write everything the tutor's side holds of LEARNER into a folder that they can open and read."""
    from pathlib import Path

    from .marking import course_folder, take_out
    from .marking.mark_hand_in import shown

    with _sentences():
        course = course_folder.here()
        if not take_out.holds(course, learner):
            _nobody(course, learner, "Nothing was written.")
        given = take_out.take_out(course, learner, Path(folder) if folder else None)
    click.echo(f"Written: {given.folder}. Open index.html in it with a browser.")
    for name in given.missing:
        click.echo(f"Not in it, because it could not be opened: {shown(name)}. Whoever looks after the computer "
                   "can open it.")
    click.echo("Only your account can open it. Please hand it over in a way that only this person can read, "
               "then delete the folder.")


@click.command()
@click.option("--to", "file", type=click.Path(), help="Where to write it (default: a new file in backups/).")
@click.option("--keep-days", default=180, show_default=True, help="After how many days it has to be deleted.")
def backup(file: str | None, keep_days: int):
    """Write one file with all data of the cohort, for your account only."""
    import datetime
    from pathlib import Path

    from . import library
    from .marking import backup as backups
    from .marking import course_folder, ledger
    from .marking.mark_hand_in import shown

    with _sentences():
        course = course_folder.here()
        made = backups.make(course, Path(file) if file else None, keep_days)
        overdue = ledger.overdue(course)
    click.echo(f"Written and read back: {made.path} ({made.files} files).")
    by = datetime.date.fromisoformat(made.delete_by)
    click.echo(library.words()("data_rights.retention", date=f"{by:%d %B %Y}", days=keep_days))
    click.echo("A backup on the same disk does not help when the disk is gone: please put a copy elsewhere.")
    for name, why in made.left_out.items():
        click.echo(f"Left out, because {why}: {shown(name)}")
    for one in overdue:
        click.echo(f"This older backup should be deleted now: {one['path']} (by {one['delete_by']}).")


@click.command()
@click.argument("file", type=click.Path())
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def restore(file: str, yes: bool):
    """Bring a backup back. What is here now is moved aside, and who was erased stays erased."""
    from pathlib import Path

    from .marking import course_folder
    from .marking import restore as restoring

    with _sentences():
        course = course_folder.here()
        _agreed(f"Bring back {file} into {course.root}? What is here now is moved aside, not deleted.", yes)
        for line in restoring.told(restoring.bring_back(course, Path(file))):
            click.echo(line)


@click.command("new-cohort")
@click.argument("name")
@click.option("--without-backup", is_flag=True, help="Although no backup of the last cohort was made.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def new_cohort(name: str, without_backup: bool, yes: bool):
    """Delete the last cohort's data and prepare all tasks for the cohort NAME."""
    from .marking import course_folder
    from .marking import new_cohort as cohort

    with _sentences():
        course = course_folder.here()
        cohort.ready(course, name, without_backup)
        remains, outside = cohort.remains(course), cohort.outside(course)
        for place, count in remains.items():
            click.echo(f"  {place}: {count}")
        if remains:
            _agreed("Delete all of this for everybody? This cannot be undone.", yes)
        done, not_done = cohort.begin(course, name)
    click.echo(f"The cohort “{name.strip()}” can begin. {len(done)} tasks are ready to be released:")
    for task in done:
        click.echo(f"  nbgrader release_assignment {task}")
    for path in outside:
        click.echo(f"Still there from the last cohort, please delete it when it is not needed: {path}")
    for task in not_done:
        click.echo(f"Not prepared: {task}. `peer-course check` says what to mend; then "
                   f"`nbgrader generate_assignment {task} --force`.")
    sys.exit(1 if not_done else 0)


COMMANDS = (erase, export, backup, restore, new_cohort)
