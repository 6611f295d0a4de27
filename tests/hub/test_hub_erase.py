"""The administrator's part of an erasure: what it refuses, what it removes, and that nothing of a name is left."""

import json
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import hub_or_skip  # noqa: F401 - before what needs a hub
import pytest
from cohort_room import cohort
from jupyterhub import orm
from peer_course.hub import passwords

COMMAND = [sys.executable, "-c", "from peer_course.cli import main; main()", "hub-erase"]
CANARY = "a-canary-of-the-words"


@pytest.fixture
def room():
    with cohort(1, 2) as made:
        name = made.learners[0]
        (made.home(name) / "journal.txt").write_text(CANARY)
        passwords.put(made.settings.passwords, dict.fromkeys(made.learners, "a-password"))
        _listed(made)
        text = made.file.read_text("utf-8")
        made.file.write_text(text.replace(f'"{name}", ', ""), "utf-8")
        yield made


def _listed(made) -> None:
    """Let the hub's own list know both learners, as after they signed in."""
    db = orm.new_session_factory(f"sqlite:///{made.settings.hub / 'jupyterhub.sqlite'}")()
    for name in made.learners:
        person, client = orm.User(name=name), orm.OAuthClient(identifier=f"jupyterhub-user-{name}")
        server = orm.Server(base_url=f"/user/{name}/", ip="127.0.0.1", port=1)
        db.add_all([person, client, orm.Spawner(name="", user=person, server=server, oauth_client=client)])
        db.commit()
        person.new_api_token(note=f"Server at /user/{name}/", client_id=client.identifier)
    db.commit()
    db.close()


def erase(made, name, *more, given=None):
    return subprocess.run([*COMMAND, name, "--settings", str(made.file), *more], capture_output=True, text=True,
                          input=given, cwd=made.folder, check=False)


def everything(folder: Path) -> bytes:
    return b"".join(bytes(path) + path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_account_home_sign_in_and_the_hubs_list_are_gone_and_the_receipt_names_nobody(room):
    gone, stays = room.learners
    home, number = room.home(gone), pwd.getpwnam(gone).pw_uid
    running = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], user=gone, cwd="/")
    stray = Path("/tmp") / f"stray-{number}-{os.getpid()}"
    stray.mkdir()
    (stray / "words").write_text(CANARY)
    for path in (stray, stray / "words"):
        os.chown(path, number, -1)
    ran = erase(room, gone, "--yes")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert running.wait(20) != 0
    assert not home.exists() and not stray.exists()
    with pytest.raises(KeyError):
        pwd.getpwnam(gone)
    left = everything(room.settings.hub)
    assert gone.encode() not in left and stays.encode() in left
    assert pwd.getpwnam(stays) and passwords.fits(room.settings.passwords, stays, "a-password")
    receipt = next(room.settings.hub.glob("receipts/*.txt"))
    assert receipt.stat().st_mode & 0o077 == 0
    text = receipt.read_text("utf-8")
    assert "the home, with" in text and "Backups of homes" in text and gone not in text
    again = erase(room, gone, "--yes")
    assert again.returncode == 2 and "Nothing is here about anybody called" in again.stderr


def test_it_asks_first_and_no_changes_nothing(room):
    name = room.learners[0]
    before = everything(room.folder)
    ran = erase(room, name, given="n\n")
    assert ran.returncode == 1 and f"the home {room.home(name)}: " in ran.stdout and "Nothing was changed." in ran.stdout
    assert everything(room.folder) == before


def test_who_is_still_on_the_list_or_a_tutor_or_root_is_refused_with_what_to_do(room):
    for name, said in ((room.learners[1], "still stands in the settings file"),
                       (room.tutors[0], "still stands in the settings file"),
                       *((name, "not the name of a person's own account") for name in ("root", "daemon", "nobody"))):
        ran = erase(room, name, "--yes")
        assert ran.returncode == 2 and said in ran.stderr and "Nothing was changed." in ran.stderr
    room.file.write_text(room.file.read_text("utf-8").replace(f'"{room.tutors[0]}"', '"pc-new-tutor"'), "utf-8")
    assert f"gpasswd --delete {room.tutors[0]}" in erase(room, room.tutors[0], "--yes").stderr
    assert pwd.getpwnam(room.tutors[0]) and pwd.getpwnam(room.learners[1])


def test_an_account_with_two_names_is_refused(room):
    name = room.learners[0]
    subprocess.run(["useradd", "--non-unique", "--uid", str(pwd.getpwnam(name).pw_uid), "--home-dir", str(room.home(name)),
                    f"{name}-t"], check=True, capture_output=True)
    try:
        assert "not the name of a person's own account" in erase(room, name, "--yes").stderr
    finally:
        subprocess.run(["userdel", "--force", f"{name}-t"], check=False, capture_output=True)


def test_what_a_tutor_could_not_remove_from_the_exchange_goes_and_a_pipe_holds_nobody_up(room):
    gone, stays = room.learners
    inbound = room.settings.exchange / "peer_support" / "inbound"
    inbound.mkdir(parents=True)
    for name in (gone, stays):
        (inbound / f"{name}+02-worldviews+2026-11-02 10:00:00.000000 UTC+abc").mkdir()
        os.mkfifo(inbound / f"{name}+02-worldviews+2026-11-02 10:00:00.000000 UTC+abc" / "submission_secret.txt")
    ran = erase(room, gone, "--yes")
    assert ran.returncode == 0 and "what the tutor could not remove from the exchange: 1" in ran.stdout, ran.stderr
    assert [path.name.split("+")[0] for path in inbound.iterdir()] == [stays]


def test_other_peoples_files_in_a_folder_of_theirs_stay_and_are_named(room):
    gone, stays = room.learners
    shared = Path("/tmp") / f"shared-{os.getpid()}"
    shared.mkdir()
    try:
        for name in (gone, stays):
            (shared / name).write_text(CANARY)
            os.chown(shared / name, pwd.getpwnam(name).pw_uid, -1)
        os.chown(shared, pwd.getpwnam(gone).pw_uid, -1)
        ran = erase(room, gone, "--yes")
        assert ran.returncode == 1 and f"others have files in it): {shared.name}" in ran.stdout
        assert (shared / stays).read_text() == CANARY
    finally:
        shutil.rmtree(shared)


def test_the_hub_has_to_be_stopped_and_the_tutors_part_comes_first(room):
    name = room.learners[0]
    hub = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "jupyterhub"])
    try:
        (room.settings.hub / "jupyterhub.pid").write_text(str(hub.pid))
        assert "Please stop it first" in erase(room, name, "--yes").stderr
    finally:
        hub.kill()
        hub.wait()
    work = room.settings.tutors_folder / "submitted" / name / "02-worldviews"
    work.mkdir(parents=True)
    (work / "02-worldviews.ipynb").write_text("{}")
    ran = erase(room, name, "--yes")
    assert ran.returncode == 2 and f"A tutor runs: peer-course erase {name}" in ran.stderr
    assert pwd.getpwnam(name)


def test_an_account_that_cannot_be_removed_is_said_and_the_next_run_completes_it(room):
    name = room.learners[0]
    places = room.folder / "bin"
    places.mkdir()
    (places / "userdel").write_text(f"#!/bin/sh\necho userdel: user {name} is currently used by process 1 >&2\nexit 8\n")
    (places / "userdel").chmod(0o755)
    env = os.environ | {"PATH": f"{places}{os.pathsep}{os.environ['PATH']}"}
    ran = subprocess.run([*COMMAND, name, "--settings", str(room.file), "--yes"], capture_output=True, text=True, env=env,
                         cwd=room.folder, check=False)
    assert ran.returncode == 1 and "is currently used by process 1" in ran.stdout and "again in a minute" in ran.stdout
    receipts = list(room.settings.hub.glob("receipts/*.txt"))
    assert name not in receipts[0].read_text("utf-8")
    assert json.loads(room.settings.passwords.read_text("utf-8")).keys() == {room.learners[1]}
    assert erase(room, name, "--yes").returncode == 0
    assert not list(room.folder.glob(name))
