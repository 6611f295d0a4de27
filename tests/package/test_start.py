"""Setting up and starting: what start.py decides and says. Nothing is downloaded here."""

import ast
import errno
import importlib.util
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "utils"))

from peer_start import commands, faults, places, programs  # noqa: E402
from peer_start.faults import CannotGoOn  # noqa: E402


@pytest.fixture
def start():
    """start.py itself, as a module."""
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_first_file_can_be_read_by_a_python_of_any_age():
    ast.parse((ROOT / "start.py").read_text("utf-8"), feature_version=(3, 4))


def test_an_old_python_is_told_what_is_needed_and_where_it_is(start):
    assert "Python 3.9" in start.too_old((3, 9, 1)) and "3.11 or newer" in start.too_old((3, 9, 1))
    assert "python.org" in start.too_old((3, 6))
    start.works = lambda name: True
    assert "python3.12 start.py" in start.too_old((3, 9), lambda name: name == "python3.12")


def test_a_python_that_is_only_a_signpost_is_not_recommended(start):
    start.works = lambda name: False
    assert "python.org" in start.too_old((3, 9), lambda name: "/somewhere/" + name)


@pytest.mark.parametrize(
    ("system", "python", "tool"),
    [("nt", ("Scripts", "python.exe"), "uv.exe"), ("posix", ("bin", "python"), "uv")],
)
def test_the_environment_is_laid_out_as_each_system_has_it(system, python, tool):
    assert places.python_in("env", system).parts == ("env", *python)
    assert places.tool_in("env", "uv", system).name == tool


def test_windows_users_are_shown_the_command_they_have():
    assert places.python_name("nt") == "py" and places.python_name("posix") == "python3"


def test_without_a_wish_the_next_free_port_is_taken():
    busy = OSError(errno.EADDRINUSE, "in use")
    assert places.choose_port(taken=lambda port: busy if port < 8890 else None) == 8890


def test_a_port_in_use_is_named_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotGoOn, match=f"Port {port} is in use.*\n.*--port"):
            places.choose_port(port)
    assert places.choose_port(port) == port


def test_a_port_that_is_not_allowed_or_none_at_all_is_explained():
    with pytest.raises(CannotGoOn, match="above 1024"):
        places.choose_port(80, lambda port: OSError(errno.EACCES, "denied"))
    with pytest.raises(CannotGoOn, match="70000 is no port"):
        places.choose_port(70000)
    with pytest.raises(CannotGoOn, match="All ports"):
        places.choose_port(taken=lambda port: OSError(errno.EADDRINUSE, "in use"))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (["teech"], "Did you mean  python3 start.py teach"),
        (["zzz"], "learn, teach, hub and test"),
        (["--pot", "3"], "--pot was not understood"),
        (["--port", "x"], "x is no port"),
        (["--port"], "expected one argument"),
        (["learn", "now"], "now was not understood"),
    ],
)
def test_what_is_mistyped_is_named_and_the_nearest_offered(typed, answer, said, monkeypatch):
    monkeypatch.setattr(places, "python_name", lambda: "python3")
    code, words = said(typed, ROOT)
    assert code == 1 and answer in words and "Traceback" not in words


def test_without_a_command_the_course_is_opened_for_a_learner():
    options, rest = commands.understand(["--no-browser", "--port=9000"])
    assert (options.command, options.port, options.no_browser, rest) == ("learn", 9000, True, [])


def test_what_follows_test_is_for_pytest():
    options, rest = commands.understand(["test", "-k", "words", "-x"])
    assert options.command == "test" and rest == ["-k", "words", "-x"]


@pytest.mark.parametrize(
    ("output", "name"),
    [
        ("error: failed to write: No space left on device (os error 28)", "full"),
        ("ERROR: [Errno 30] Read-only file system: '/x'", "read-only"),
        ("failed to create directory: Permission denied (os error 13)", "permission"),
        ("PermissionError: [WinError 5] Access is denied", "permission"),
        ("dns error: failed to lookup address information: Temporary failure in name resolution", "network"),
        ("NewConnectionError: Connection refused\nERROR: No matching distribution found for uv", "network"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed\nmax retries exceeded", "certificate"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hash"),
        ("Because babel==2 was not found in the provided package locations", "missing"),
        ("ERROR: No matching distribution found for babel==2", "missing"),
        ("Because pyyaml==6.0.3 has no usable wheels and you require pyyaml", "missing"),
        ("The virtual environment was not created because ensurepip is not available.", "ensurepip"),
        ("/usr/bin/python3: No module named venv", "ensurepip"),
        ("Installed 100 packages", None),
    ],
)
def test_an_installers_last_words_are_understood(output, name):
    assert faults.recognise(output) == name


@pytest.mark.parametrize("name", faults.TEXTS)
def test_every_sentence_says_what_to_do_and_keeps_no_blank(name):
    words = faults.sentence(name, "the-place")
    assert "{" not in words and len(words) > 80
    assert any(hint in words for hint in ("Please", "apt install", "try again"))


def test_faults_of_the_disk_are_told_apart():
    numbers = {errno.ENOSPC: "full", errno.EROFS: "read-only", errno.EACCES: "permission", errno.ENOENT: None}
    assert {number: faults.of_os_error(OSError(number, "")) for number in numbers} == numbers


def test_the_package_that_a_folder_lacks_is_named():
    words = faults.sentence("missing", "x", "wheels", "No matching distribution found for babel==2.18.0\n")
    assert "babel==2.18.0 is not there" in words and "pip download" in words


def test_all_tests_and_notebooks_run_unless_some_are_named(course):
    every = commands.pytest_arguments(["-k", "tests"], ROOT, cores=2)
    assert every[-2:] == ["tests", "notebooks"] and every[every.index("-n") + 1] == "2"
    named = commands.pytest_arguments(["tests/package/test_start.py::test_x", "-x"], ROOT, cores=8)
    assert named[-1] == "-x" and named[named.index("-n") + 1] == "4"
    assert "-n" not in commands.pytest_arguments(["--pdb"], ROOT)


def test_a_test_run_stays_away_from_real_answers_and_settings():
    env = commands.apart("somewhere")
    assert Path(env["PEER_COURSE_HOME"]).parent == Path("somewhere") and env["PYTHONSAFEPATH"] == "1"


def test_a_broken_content_file_leaves_the_last_good_version_in_use(course, monkeypatch):
    monkeypatch.setattr(programs, "run_openly", lambda *_: 1)
    with pytest.raises(CannotGoOn, match="could not be read"):
        commands.compile_content("python", course)
    (course / "utils" / "peer_course" / "compiled").mkdir(parents=True)
    (course / "utils" / "peer_course" / "compiled" / "course.json").write_text("{}", "utf-8")
    commands.compile_content("python", course)


def test_somebody_who_waits_gets_a_sign_of_life():
    told = []
    argv = [sys.executable, "-c", "import time; time.sleep(0.5); print('done')"]
    assert programs.run_quietly(argv, say=told.append, every=0.1) == (0, "done\n")
    assert "still working" in told[0]


def test_a_program_that_is_not_there_is_no_traceback():
    code, words = programs.run_quietly(["/not/there"])
    assert code == 127 and words


def test_a_server_that_does_not_listen_is_ended_all_the_same():
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE, start_new_session=True)
    child.stdout.readline()
    programs.end_calmly(child, own_group=os.name != "nt", patience=0.3)
    assert child.poll() is not None
    child.stdout.close()


def test_nothing_but_the_standard_library_is_used_before_the_course_is_installed():
    for file in [ROOT / "start.py", *(ROOT / "utils" / "peer_start").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names, "peer_start"}, file.name
