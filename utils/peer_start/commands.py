"""The commands of start.py: learn, teach, hub and test; what may be typed, and what each one does."""

import argparse
import difflib
import os
import sys
import tempfile
from pathlib import Path

from peer_start import browser, environment, hub_proxy, places, programs
from peer_start.faults import CannotGoOn

COMMANDS = {
    "learn": "open the course (this is what happens without a command)",
    "teach": "open the whole folder as a tutor, in an ordinary JupyterLab",
    "hub": "try the course on JupyterHub: a tutor and two learners, deleted when it ends",
    "test": "run all tests; whatever follows is for pytest",
}
# pytest's own options that are followed by a value, which is then not the name of a test.
WITH_VALUE = ("-k", "-m", "-n", "-p", "-o", "-c", "-W", "-r", "--maxfail", "--durations", "--dist")


HELP = "To see what can be typed: python3 start.py --help"


class Parser(argparse.ArgumentParser):
    """Reads what was typed; says what it did not understand in one sentence."""

    def error(self, message):
        raise CannotGoOn(f"That was not understood ({message}).\n" + HELP)


def parser():
    """What may be typed after start.py."""
    lines = "\n".join(f"  {name:7}{about}" for name, about in COMMANDS.items())
    reader = Parser(
        prog="start.py",
        usage="python3 start.py [learn | teach | hub | test] [options]",
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Sets up the course once, in the folder .venv, and opens it.\n\ncommands:\n" + lines,
    )
    reader.add_argument("command", nargs="?", default="learn", help=argparse.SUPPRESS)
    reader.add_argument("--port", help="number of the port (default: the first free one from 8888)")
    reader.add_argument("--no-browser", action="store_true", help="only print the address, open no window")
    reader.add_argument("--from", dest="wheels", metavar="FOLDER", help="install from here, without network")
    return reader


def understand(arguments):
    """(options, what is left over for pytest); raises CannotGoOn for anything unknown."""
    options, rest = parser().parse_known_args(arguments)
    if options.command != "test" and any(word.startswith("-") for word in rest):
        raise CannotGoOn(f"{rest[0]} was not understood.\n" + HELP)
    if options.command not in COMMANDS:
        near = difflib.get_close_matches(options.command.lower(), COMMANDS, 1, 0.5)
        hint = "The commands are learn, teach, hub and test."
        if near:
            hint = f"Did you mean  python3 start.py {near[0]} ?"
        raise CannotGoOn(f"There is no command {options.command}. {hint}")
    if rest and options.command != "test":
        raise CannotGoOn(f"{rest[0]} was not understood.\n" + HELP)
    if options.port is not None and not options.port.isdecimal():
        raise CannotGoOn(f"{options.port} is no port. Please give a number, such as --port 8899.")
    options.port = None if options.port is None else int(options.port)
    options.wheels = Path(options.wheels).expanduser().resolve() if options.wheels else None
    return options, rest


def run(arguments, root, say=None):
    """Does what was typed and returns the exit code; known troubles end in a sentence, not in a traceback."""
    say = say or (lambda words: print(words, flush=True))
    try:
        options, rest = understand(arguments)
        if options.command == "test":
            return test(root, rest, options.wheels, say)
        if options.command == "hub":
            return try_hub(options, root, say)
        return open_course(options, root, say)
    except CannotGoOn as reason:
        print(str(reason).replace("python3 ", places.python_name() + " "), file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        say("\nStopped. Nothing is broken: the same command goes on from here.")
        return 130


def open_course(options, root, say):
    """Opens the course for a learner or a tutor and stays until it is closed."""
    port = places.choose_port(options.port)
    python = environment.prepare(root, wheels=options.wheels, say=say)
    compile_content(python, root)
    port = places.choose_port(options.port) if options.port is None else port  # minutes may have gone by
    launch = [python, "-P", "-m", "peer_course.lab.launch", options.command, "--port", port, "--root", root]
    return programs.serve(launch + ["--no-browser"] * options.no_browser)


def try_hub(options, root, say):
    """Starts a trial of the hub and stays until it has cleaned up after itself."""
    if os.name == "nt":
        raise CannotGoOn("JupyterHub does not run on Windows. It needs Linux or a Mac.")
    python = environment.prepare(root, more="hub", wheels=options.wheels, say=say)
    compile_content(python, root)
    hub_proxy.get(Path(root, "deploy", "jupyterhub"), say)
    port = ["--port", options.port] if options.port else []
    # Closing two learners' servers takes it half a minute on a busy computer.
    return programs.serve([python.with_name("peer-course"), "hub", *port], patience=90)


def compile_content(python, root):
    """Turns the words of the course into what exercises read.

    When somebody's change to them cannot be read, the sentences say so and the last good version stays.
    """
    code = programs.run_openly([python, "-P", "-m", "peer_course.library.compile"])
    if code and not any(Path(root, "utils", "peer_course", "compiled").glob("**/*.json")):
        raise CannotGoOn("The words of the course could not be read; the lines above say where.")


def test(root, rest, wheels, say):
    """Runs the tests and the notebooks in one pytest; its closing line is the last thing printed."""
    python = environment.prepare(root, more="tests", wheels=wheels, say=say)
    found = browser.get(python, sys.platform, os.environ, say)
    say("Browser for the tests: " + (found or "Playwright's own"))
    compile_content(python, root)
    os.chdir(root)
    with tempfile.TemporaryDirectory(prefix="peer-course-", ignore_cleanup_errors=True) as home:
        env = {**os.environ, **apart(home), browser.VARIABLE: found}
        return programs.run_openly([python, "-m", "pytest", *pytest_arguments(rest, root)], env)


def apart(home):
    """Variables that keep a test run away from the user's own answers and settings."""
    folders = {"PEER_COURSE_HOME": "answers", "IPYTHONDIR": "ipython", "JUPYTER_CONFIG_DIR": "jupyter"}
    return {"PYTHONSAFEPATH": "1", **{name: str(Path(home, folder)) for name, folder in folders.items()}}


def pytest_arguments(rest, root, cores=None):
    """Arguments for pytest: all tests and notebooks unless some are named; on several cores."""
    # -r: whatever failed, was tried again or could not be tried here is named at the end, with its reason.
    options = ["--nbval-lax", "--nbval-current-env", "-rfERs"]
    alone = any(word.startswith(("-n", "--pdb", "--trace", "-pno:xdist")) for word in rest)
    if not alone and "no:xdist" not in rest:
        # loadfile: the cells of a notebook have to run one after the other, in one kernel
        options += ["-n", str(min(cores or os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    return [*options, *rest, *([] if names_tests(rest, root) else ["tests", "notebooks"])]


def names_tests(rest, root):
    """True when some of the words name a file or folder of tests."""
    values = {index + 1 for index, word in enumerate(rest) if word in WITH_VALUE}
    named = [word for index, word in enumerate(rest) if index not in values and not word.startswith("-")]
    return any(Path(root, word.split("::")[0]).exists() for word in named)
