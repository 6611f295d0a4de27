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

    with _sentences():
        course = course_folder.here()
        held = erasure.held(course, learner)
        if not held and not ledger.find(ledger.read(course)["erased"], learner):
            _nobody(course, learner)
        click.echo(f"This is held about {ascii(learner)[1:-1]}:" if held else "Nothing is left that is known by place.")
        for place, count in held.items():
            click.echo(f"  {place}: {count}")
        for path in erasure.shown_before(course, learner):
            click.echo(f"    {path}")
        _agreed("Delete all of it, and look for other copies? This cannot be undone.", yes)
        done = erasure.erase(course, learner)
        when = datetime.datetime.now()
        said = receipt.text(done, when)
        click.echo("\n" + said)
        click.echo(f"This receipt is kept in {receipt.keep(course, said, when)}.")
    if not done.complete:
        click.echo("Some things could not be removed: see “Not removed, and why”. Once that is put right, "
                   "please run the same command again.")
        sys.exit(1)


def _nobody(course, learner: str) -> None:
    from .marking import traces

    alike = ", ".join(traces.near(course, learner))
    click.echo(f"Nothing is held here about anybody called {ascii(learner)[1:-1]}. "
               + (f"Did you mean {alike}? " if alike else "The names are those of the folders in `submitted`. ")
               + "Nothing was changed.", err=True)
    sys.exit(2)


COMMANDS = (erase,)
