"""The command `peer-course`: what tutors and authors do from a terminal. It decides nothing itself."""

import datetime
import sys
from pathlib import Path

import click

from . import cli_cohort, cli_data, cli_hub, cli_marking
from .library import paths


@click.group()
@click.version_option(package_name="peer-course")
def main():
    """Peer Support Training: check, tidy and release the course, and review wording."""


def _root() -> Path:
    here = Path.cwd()
    return next((f for f in (here, *here.parents) if (f / "content" / "course.yml").is_file()), paths.ROOT)


for command in (*cli_marking.COMMANDS, *cli_cohort.COMMANDS, *cli_data.COMMANDS, *cli_hub.COMMANDS):
    main.add_command(command)


@main.command()
@click.option("--release", "for_release", is_flag=True, help="Also refuse help lines that nobody has checked lately.")
def check(for_release: bool):
    """Say in plain words what an author has to mend. Changes nothing."""
    from . import checks
    from .checks import content, wording

    root = _root()
    problems = checks.everything(root)
    if for_release and not problems:
        problems = checks.unchecked_help_lines(root, datetime.date.today())
    for problem in problems:
        click.echo(problem)
    if problems:
        count = len(problems)
        click.echo(f"\n{count} thing{'s' if count > 1 else ''} to mend. Nothing was changed.")
        sys.exit(1)
    data = {name: document.data for name, document in content.documents(root).items()}
    for name, age in wording.hard_instructions(data):
        click.echo(f"content/{name}.yml: the instruction reads as for age {age + 5:.0f}. Shorter sentences help.")
    ages = ", ".join(f"{name[:2]} {age + 5:.0f}" for name, age in wording.narrative(root))
    click.echo(f"The sessions' own text reads as for these ages (for information): {ages}.")
    exercises = [one for name, one in data.items() if name.startswith("exercises/")]
    click.echo(f"All is well: {len(exercises)} exercises, {len(data)} content files.")


@main.command()
def tidy():
    """Bring notebooks into their tidy form, write map and links from course.yml, and note new ids."""
    from . import navigation
    from .checks import content, ids
    from .lab import manifest

    root = _root()
    documents = content.documents(root)
    broken = [problem for document in documents.values() for problem in document.problems]
    if broken:
        click.echo("\n".join(map(str, broken)))
        sys.exit(1)
    try:
        changed = [path.name for path in sorted((root / "notebooks").glob("*.ipynb")) if navigation.weave(path)]
        from .notebooks import tidy_file
        changed += [path.name for path in sorted((root / "source").glob("*/*.ipynb")) if tidy_file(path)]
    except (ValueError, KeyError) as e:
        click.echo(f"A notebook could not be read: {e}. Nothing more was changed.")
        sys.exit(1)
    if manifest.write(root / "notebooks"):
        changed.append("the list of cells that wake up")
    if ids.record(root, {name: document.data for name, document in documents.items()}):
        changed.append("released-ids.yml")
    click.echo("Changed: " + ", ".join(changed) if changed else "Everything was tidy.")


@main.command()
@click.argument("tasks", nargs=-1)
def release(tasks: tuple[str, ...]):
    """Build what learners get of the reflective tasks, from source/ into release/."""
    from .releasing import release_tasks

    try:
        for sentence in release_tasks(list(tasks), _root()):
            click.echo(sentence)
    except ValueError as e:
        click.echo(e)
        sys.exit(1)


@main.command()
@click.argument("file", default="-")
@click.option("--against", metavar="ORIGINAL", help="The first note: also say which facts were kept, lost or softened.")
@click.option("--json", "as_data", is_flag=True, help="For other programs.")
@click.option("--all", "everything", is_flag=True, help="Show every finding, not only the five most serious.")
def review(file: str, against: str | None, as_data: bool, everything: bool):
    """Look at the words of a note, privately. FILE is a text file, or - for what you type or pipe in.

    The text stays on this machine; nothing is kept.
    """
    from . import review_command as command

    try:
        original = command.text_of(against) if against else None
        text = command.text_of(file)
    except command.Unreadable as e:
        click.echo(str(e), err=True)
        sys.exit(2)
    click.echo(command.as_json(text, original) if as_data else command.as_text(text, original, everything))
