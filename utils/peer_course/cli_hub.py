"""Commands of `peer-course` for whoever runs the hub. Heavy imports stay inside the functions."""

import datetime
import importlib.util
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import click

NO_HUB = ("JupyterHub is not installed in this environment. From the folder of the course: "
          ".venv/bin/uv pip install --python .venv/bin/python -r requirements-hub.lock")


@click.command()
@click.option("--settings", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Serve a real cohort, as this file says. Without it: a trial.")
@click.option("--check", "only_check", is_flag=True, help="With --settings: only say what is still to be put right.")
@click.option("--set-up", is_flag=True, help="With --settings: make the folders, or bring a new version of the course.")
@click.option("--port", type=click.IntRange(1, 65535), help="For the trial; default: the first free one from 8000.")
def hub(file: Path | None, only_check: bool, set_up: bool, port: int | None):
    """Start the hub: a trial on this computer, or a cohort.

    The trial has a tutor and two learners, on 127.0.0.1 and in a temporary folder. It is not private, and it
    is deleted when it ends (Ctrl+C).
    """
    if sys.platform == "win32" or importlib.util.find_spec("jupyterhub") is None:
        _refuse("JupyterHub does not run on Windows. It needs Linux or a Mac." if sys.platform == "win32" else NO_HUB)
    from .hub.settings_file import NotReady

    try:
        if file and set_up:
            _set_up(file)
        elif file:
            _cohort(file, only_check)
        elif only_check or set_up:
            _refuse("--check and --set-up need the settings: peer-course hub --settings FILE …")
        else:
            _trial(port)
    except NotReady as e:
        _refuse(str(e))


def _cohort(file: Path, only_check: bool) -> None:
    from .hub import accounts, proxy, settings_file, trial

    settings = settings_file.read(file)
    proxy.command()
    accounts.refuse_unless_apart(settings)
    if only_check:
        click.echo(f"All is ready for {_many(settings.tutors, 'tutor')} and {_many(settings.learners, 'learner')}.")
        return
    argv = [sys.executable, "-m", "jupyterhub", "-f", str(trial.CONFIG)]
    place = str(file.absolute())  # before the folder changes, which a path beginning here would not survive
    os.chdir(settings.hub)
    os.execve(argv[0], argv, os.environ | {"PEER_COURSE_HUB": place})


def _set_up(file: Path) -> None:
    from .hub import places, settings_file

    kept = places.make(settings_file.read(file))
    click.echo("The folders are ready. Nothing that a tutor has changed was written over.")
    if kept:
        click.echo("These were changed by a tutor and are different in the course now; please compare them:")
    for path in kept:
        click.echo(f"  {path}")


def _many(people: tuple[str, ...], what: str) -> str:
    return f"{len(people)} {what}{'' if len(people) == 1 else 's'}"


def _trial(port: int | None) -> None:
    from .hub import proxy, trial

    proxy.command()
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), _stop)
    folder = Path(tempfile.mkdtemp(prefix="peer-course-trial-"))
    try:
        click.echo("The trial is starting. This takes about half a minute.")
        _serve(trial.make(folder, port))
    except KeyboardInterrupt:
        click.echo("\nThe trial is ending …")
    finally:
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
        shutil.rmtree(folder, ignore_errors=True)
    click.echo("The trial has ended, and everything that belonged to it is deleted.")


def _serve(made) -> None:
    from .hub import running, trial

    tasks = trial.release_tasks(made)
    hub = None
    try:
        hub = running.Hub(*trial.command(made), made.folder / "data" / "hub")
        hub.wait(made.url)
        if tasks.wait(120):
            click.echo("Some tasks could not be released; the tutor can do it.", err=True)
        click.echo(f"\n{trial.NOT_PRIVATE}\n\nOpen  {made.url}  and sign in as\n")
        for name, password in made.passwords.items():
            click.echo(f"  {name:<12} password  {password}")
        click.echo("\nTwo people at once need two browsers, or a private window. To stop, press Ctrl+C here.")
        hub.process.wait()
        click.echo("The hub has ended by itself.", err=True)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        tasks.kill()
        tasks.wait()
        if hub:
            hub.end()


@click.command("hub-password")
@click.argument("name")
@click.option("--settings", "file", type=click.Path(path_type=Path), metavar="FILE", required=True)
def hub_password(name: str, file: Path):
    """Give somebody on the hub a new password, shown once (sign-in with "native-password-file" only)."""
    from .hub import settings_file

    try:
        settings = settings_file.read(file)
        if settings.authenticator != "native-password-file":
            _refuse(f'People sign in with {settings.authenticator} here, not with passwords of the hub. '
                    "Nothing was changed.")
        if name not in (*settings.tutors, *settings.learners, *settings.administrators):
            _refuse(f"{name} does not stand in {file}. Please enter the name there first. Nothing was changed.")
        from .hub import passwords

        new = passwords.generated()
        passwords.put(settings.passwords, {name: new})
        click.echo(f"{name} signs in from now on with  {new}\nIt is not shown again.")
    except settings_file.NotReady as e:
        _refuse(str(e))
    except OSError as e:
        _refuse(f"The password could not be kept: {e}. The earlier one still holds.")


@click.command("hub-erase")
@click.argument("name")
@click.option("--settings", "file", type=click.Path(path_type=Path), metavar="FILE", required=True)
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def hub_erase(name: str, file: Path, yes: bool):
    """Delete the account NAME from this machine and from the hub, with their home, and write a receipt.

    For the administrator, after the tutor's `peer-course erase`. Can be run again at any time.
    """
    if importlib.util.find_spec("jupyterhub") is None:
        _refuse(NO_HUB)
    from .hub import erasure, settings_file
    from .marking import receipt
    from .marking.course_folder import NotPossible

    try:
        settings = settings_file.read(file)
        held = erasure.held(settings, name)
        if not held:
            _refuse(f"Nothing is here about anybody called {name}: no account, no password, and no entry in the hub's "
                    "own list. Nothing was changed.")
        click.echo(f"This is held about {name} on this machine:")
        for line in held.lines():
            click.echo(f"  {line}")
        if not yes and not click.confirm("Delete all of it? This cannot be undone."):
            click.echo("Nothing was changed.")
            sys.exit(1)
        done = erasure.erase(settings, name)
        when = datetime.datetime.now()
        said = done.text(when)
        click.echo(f"\n{said}")
        click.echo(f"This receipt is kept in {receipt.keep(settings.hub, said, when)}.")
    except settings_file.NotReady as e:
        _refuse(str(e))
    except NotPossible as e:
        click.echo(f"{e} All was done as above; please keep the receipt yourself.", err=True)
        sys.exit(1)
    if done.left:
        click.echo("Some things could not be removed: see “Not removed, and why”.")
        sys.exit(1)


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(2)


COMMANDS = (hub, hub_password, hub_erase)
