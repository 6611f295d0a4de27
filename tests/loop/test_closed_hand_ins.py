"""One learner's closed or odd hand-in holds up nobody: backups are made, erasures end, and the odd one is named."""

import os
import shutil
import signal
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from data_rights import ANNA, BEN, STAMP, TASK, a_course, canaries
from peer_course.cli import main
from peer_course.marking import ledger
from people import others_run_this_python
from test_erasure import LEFT
from test_new_cohort import CALLED, NAMED

TUTOR, LEARNER = 61001, 61002
ORPHAN = f"peer_support/feedback/{'f' * 32}.html"
ODD = {
    "a closed file": lambda folder: (folder / "x.ipynb").chmod(0),
    "a closed folder": lambda folder: (folder / "sub").chmod(0),
    "a folder of names alone": lambda folder: (folder / "sub").chmod(0o644),
    "a closed hand-in": lambda folder: folder.chmod(0),
    "a pipe for a page": lambda folder: _pipe(folder / "y.ipynb"),
    "a pipe for a secret": lambda folder: _pipe(folder / "submission_secret.txt"),
}


def _pipe(path):
    os.mkfifo(path, 0o666)


@contextmanager
def as_account(number):
    """Be somebody else than root for a while, for whom closed is closed."""
    groups = os.getgroups()
    os.setgroups([])
    os.setresgid(number, number, 0)
    os.setresuid(number, number, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)
        os.setgroups(groups)


@pytest.fixture
def place():
    """A folder that other accounts can get into, unlike those that pytest makes."""
    if os.geteuid() != 0:
        pytest.skip("Not run: what another account closed can only be tried as root.")
    if not others_run_this_python():
        pytest.skip("Not run: other accounts cannot read this Python or this package, so nobody can be tried.")
    top = Path(tempfile.mkdtemp(prefix="peer-course-closed-"))
    top.chmod(0o755)
    yield top
    shutil.rmtree(top, ignore_errors=True)


@pytest.fixture
def course(place, monkeypatch, course_template, own_content):
    content = own_content / "course.yml"
    text = content.read_text(encoding="utf-8")
    content.write_text(text.replace("  name: null\n", NAMED).replace("  worry: null\n", CALLED), encoding="utf-8")
    shutil.copytree(own_content, place / "content")
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(place / "content"))
    monkeypatch.setenv("PEER_COURSE_HOME", str(place / "store"))
    made = a_course(place, monkeypatch, course_template)
    # The hand-in is from whom it says; what is not is left out of a backup for another reason.
    monkeypatch.setattr("peer_course.exchange.walls.name_of", lambda number: "mallory")
    for path in (place, *place.rglob("*")):
        os.chown(path, TUTOR, TUTOR)
    return made


def odd_one(course, odd):
    folder = course.inbound / f"mallory+{TASK}+{STAMP}+abc"
    folder.mkdir()
    (folder / "sub").mkdir()
    for name in ("x.ipynb", "sub/z.ipynb"):
        (folder / name).write_text("{}")
    ODD[odd](folder)
    for path in (*folder.rglob("*"), folder):
        os.chown(path, LEARNER, LEARNER)
    return folder


def run(*words):
    """Run one command as a tutor who is not root; a command that waits for ever is stopped."""
    def stop(*_):
        raise RuntimeError("this waits for ever")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(100)
    try:
        with as_account(TUTOR):
            ran = CliRunner().invoke(main, words)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.output + repr(ran.exception)
    return ran


@pytest.mark.parametrize("odd", ODD)
def test_a_backup_is_made_and_names_what_is_closed(course, place, odd):
    odd_one(course, odd)
    ran = run("backup", "--to", str(place / "b.tar.gz"))
    assert ran.exit_code == 0, ran.output
    assert "Left out, because" in ran.output and f"inbound/mallory+{TASK}" in ran.output
    with tarfile.open(place / "b.tar.gz") as tar:
        names = tar.getnames()
    assert f"submitted/{BEN}/{TASK}/{TASK}.ipynb" in names and "gradebook.db" in names
    assert any("mallory" in name for name in names) == (odd != "a closed hand-in")


@pytest.mark.parametrize("odd", ODD)
def test_somebody_elses_erasure_is_completed_and_what_is_closed_is_named(course, odd):
    folder = odd_one(course, odd)
    ran = run("erase", ANNA, "--yes")
    assert ran.exit_code == 0, ran.output
    shutil.rmtree(folder)
    # A feedback page that nobody can assign may be that of whoever's secret cannot be read.
    perhaps_theirs = odd in ("a closed folder", "a closed hand-in", "a pipe for a secret")
    assert canaries(course, ANNA) == LEFT | ({ORPHAN} if perhaps_theirs else set())
    named = ran.output.split("Please look at these yourself")[1]
    assert ("mallory+" in named) == ("pipe" not in odd) and (ORPHAN in named) == perhaps_theirs
    assert ledger.read(course)["erased"][0]["done"]


@pytest.mark.parametrize("odd", ODD)
def test_their_own_erasure_ends_with_a_receipt_whatever_they_closed(course, odd):
    folder = odd_one(course, odd)
    ran = run("erase", "mallory", "--yes")
    assert "RECEIPT OF AN ERASURE" in ran.output and len(list((course.root / "receipts").iterdir())) == 1
    assert folder.exists() == (ran.exit_code == 1)
    if folder.exists():
        assert "could not be removed" in ran.output and "run the same command again" in ran.output


@pytest.mark.parametrize("odd", ["a closed file", "a closed folder", "a closed hand-in", "a pipe for a page"])
def test_an_export_gives_what_can_be_opened_and_names_the_rest(course, place, odd):
    odd_one(course, odd)
    ran = run("export", "mallory", "--to", str(place / "out"))
    assert ran.exit_code == 0, ran.output
    page = (place / "out" / "index.html").read_text(encoding="utf-8")
    closed = "pipe" not in odd
    assert ("Not in it, because it could not be opened" in ran.output) == closed
    assert ("What could not be copied" in page) == closed


@pytest.mark.parametrize("odd", ["a closed folder", "a closed hand-in"])
def test_a_new_cohort_says_what_cannot_be_deleted(course, odd):
    folder = odd_one(course, odd)
    ran = run("new-cohort", "Spring", "--without-backup", "--yes")
    assert ran.exit_code == 2 and "could not be deleted" in ran.output and "mallory" in ran.output
    assert folder.exists()


def test_a_closed_exchange_is_named_and_the_next_run_completes_the_erasure(course):
    course.inbound.chmod(0)
    os.chown(course.inbound, 0, 0)
    ran = run("erase", ANNA, "--yes")
    assert ran.exit_code == 1 and "is closed to this account, and there may be more in it" in ran.output
    assert not ledger.read(course)["erased"][0]["done"]
    course.inbound.chmod(0o2733)
    os.chown(course.inbound, TUTOR, TUTOR)
    assert run("erase", ANNA, "--yes").exit_code == 0
    assert canaries(course, ANNA) == LEFT
