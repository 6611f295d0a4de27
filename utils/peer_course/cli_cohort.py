"""Commands of `peer-course` for tutors. Heavy imports stay inside the functions."""

import sys
from pathlib import Path

import click


@click.command()
@click.argument("tasks", nargs=-1, metavar="[TASK]...")
@click.option("--to", required=True, metavar="FILE.csv", type=click.Path(dir_okay=False, path_type=Path),
              help="Where to write the list. A file that is there already is left as it is.")
def marks(tasks: tuple[str, ...], to: Path):
    """Write a list of marks for a college: the level of each criterion, a total, and who marked when.

    Where somebody passed, or would rather talk, the points stay blank. The list holds names: keep it as private
    as the course folder, and delete it when it has been handed on.
    """
    from .marking import course_folder, csv_out

    try:
        many, waiting = csv_out.write(course_folder.here(), to, tasks)
    except course_folder.NotPossible as e:
        click.echo(e, err=True)
        sys.exit(2)
    click.echo(f"{to}: {many} hand-in{'' if many == 1 else 's'}"
               + (f", of which {waiting} still wait{'s' if waiting == 1 else ''}." if waiting else ".")
               + " Only your account can open this file.")


COMMANDS = (marks,)
