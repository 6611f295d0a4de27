"""A real cohort, served: each under their own account, nothing of the others in reach. With real Linux users."""

import dataclasses
import os
import pwd
import re
import subprocess
import sys
from pathlib import Path

import hub_or_skip  # noqa: F401 - before what needs a hub
import psutil
import pytest
from cohort_room import cohort
from hub_room import SECONDS, asked, proxy_or_skip, signed_in, started
from peer_course.hub import accounts, config, running, spawning, trial
from peer_course.hub.settings_file import NotReady
from traitlets.config import Config

COMMAND = [sys.executable, "-c", "from peer_course.cli import main; main()"]


@pytest.fixture(scope="module")
def room():
    with cohort() as made:
        yield made


@pytest.fixture(scope="module")
def served(room, tmp_path_factory):
    """The cohort behind a real hub, its ports moved aside for the test; the hub starts and restarts from here."""
    ports = trial._any_free(3)
    given = {}
    for name in (*room.tutors, *room.learners):
        ran = subprocess.run([*COMMAND, "hub-password", name, "--settings", str(room.file)], capture_output=True, text=True,
                             check=True)
        given[name] = ran.stdout.split("with  ")[1].split()[0]
    config = room.folder / "config.py"
    config.write_text(
        f"exec(open({str(trial.CONFIG)!r}).read())\n"
        f"c.JupyterHub.bind_url = 'http://127.0.0.1:{ports[0]}'\nc.JupyterHub.hub_port = {ports[1]}\n"
        f"c.ConfigurableHTTPProxy.api_url = 'http://127.0.0.1:{ports[2]}'\n", "utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith("PEER_COURSE_")}
    env |= {"PEER_COURSE_PROXY": proxy_or_skip(), "PEER_COURSE_HUB": str(room.file), "A_SECRET_OF_THE_HUB": "not for people"}
    made = trial.Trial(room.folder, f"http://127.0.0.1:{ports[0]}", given)

    def start() -> running.Hub:
        hub = running.Hub([sys.executable, "-m", "jupyterhub", "-f", str(config)], env, room.folder / "data" / "hub")
        hubs.append(hub)
        hub.wait(made.url)
        return hub

    hubs: list[running.Hub] = []
    try:
        start()
        people = {name: signed_in(made, name) for name in (room.tutors[0], room.learners[0])}
        first = {name: started(session, made, name) for name, session in people.items()}
        yield made, hubs, people, first, start
    finally:
        for hub in hubs:
            hub.end()
        names = {*room.tutors, *room.learners}
        running.end_all([one for one in psutil.process_iter(["username"]) if one.info["username"] in names])


def test_each_persons_server_runs_under_their_own_account_and_is_told_nothing_of_the_hubs(room, served):
    _, _, _, first, _ = served
    learner, tutor = room.learners[0], room.tutors[0]
    assert first[learner].url.split("?")[0].endswith(f"/user/{learner}/doc/tree/notebooks/00-start-here.ipynb")
    assert first[tutor].url.split("?")[0].endswith(f"/user/{tutor}/lab/tree/tutors/marking-desk.ipynb")
    for name in (learner, tutor):
        server = _server(name)
        assert set(server.uids()) == {pwd.getpwnam(name).pw_uid}
        assert "A_SECRET_OF_THE_HUB" not in server.environ()
    assert str(room.folder / "data" / "tutors") not in " ".join(_server(learner).environ().values())
    limits = Path(f"/proc/{_server(learner).pid}/limits").read_text("utf-8")
    assert re.search(rf"Max data size +{400 * 1024**2} +{400 * 1024**2} ", limits)


def test_a_learner_reaches_nothing_of_the_tutors_the_hubs_or_another_learners(room, served):
    made, _, people, _, _ = served
    learner = room.learners[0]
    closed = [room.folder / "data" / "tutors", room.folder / "data" / "hub", room.home(room.learners[1]),
              room.home(room.tutors[0])]
    tries = "\n".join(f"for do in (lambda: os.listdir({str(path)!r}), lambda: open({str(path / 'mine')!r}, 'w')):\n"
                      "    try: do(); print('REACHED', do)\n    except PermissionError: print('closed')" for path in closed)
    tries += f"\ntry: open({str(room.folder / 'data' / 'content' / 'course.yml')!r}, 'a'); print('REACHED words')\n" \
             "except PermissionError: print('closed')"
    ran = subprocess.run([sys.executable, "-c", "import os\n" + tries], user=learner, extra_groups=[], cwd="/",
                         group=pwd.getpwnam(learner).pw_gid, capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["closed"] * 9, ran.stdout + ran.stderr


def test_what_a_learner_writes_is_theirs_alone_and_what_a_tutor_writes_is_the_tutors(room, served):
    made, _, people, _, _ = served
    learner, tutor = room.learners[0], room.tutors[0]
    body = {"type": "file", "format": "text", "content": "words"}
    assert asked(people[learner], made, learner, "api/contents/my-work/note.txt", "put", json=body).status_code == 201
    note = room.home(learner) / "peer-support" / "my-work" / "note.txt"
    assert (note.owner(), note.stat().st_mode & 0o077) == (learner, 0)
    assert asked(people[tutor], made, tutor, "api/contents/tutors/plan.txt", "put", json=body).status_code == 201
    plan = room.folder / "data" / "tutors" / "tutors" / "plan.txt"
    assert plan.group() == accounts.GROUP and plan.stat().st_mode & 0o067 == 0o060


def test_a_restart_of_the_hub_leaves_peoples_servers_alone_and_they_go_on(room, served):
    made, hubs, people, _, start = served
    learner = room.learners[0]
    before = _server(learner).pid
    hubs[-1].process.terminate()
    hubs[-1].process.wait(SECONDS)
    assert psutil.pid_exists(before)
    start()
    answer = asked(people[learner], made, learner, "api/contents/my-work/note.txt")
    assert (answer.status_code, _server(learner).pid) == (200, before)


def test_who_is_taken_out_of_the_file_is_out_at_the_next_start(room, served):
    made, hubs, people, _, start = served
    gone, text = room.learners[1], room.file.read_text("utf-8")
    assert "/hub/login" not in signed_in(made, gone).get(f"{made.url}/hub/home", timeout=20).url
    room.file.write_text(text.replace(f', "{gone}"', ""), "utf-8")
    try:
        hubs[-1].process.terminate()
        hubs[-1].process.wait(SECONDS)
        start()
        assert "/hub/login" in signed_in(made, gone).get(f"{made.url}/hub/home", timeout=20).url
    finally:
        room.file.write_text(text, "utf-8")


def test_wrong_passwords_let_nobody_in_and_lock_nobody_out(room, served):
    made, _, _, _, _ = served
    name = room.tutors[0]
    for _ in range(12):
        assert "/hub/login" in signed_in(made, name, "guess").get(f"{made.url}/hub/home", timeout=20).url
    assert "/hub/login" not in signed_in(made, name).get(f"{made.url}/hub/home", timeout=20).url


def test_somebody_moved_from_tutor_to_learner_or_off_the_list_keeps_no_place(room):
    settings = room.settings
    tutor, learner = room.tutors[0], room.learners[0]
    assert (spawning.profile(settings, tutor), spawning.profile(settings, learner)) == ("teach", "learn")
    moved = dataclasses.replace(settings, tutors=(learner,), learners=(tutor,))
    assert (spawning.profile(moved, tutor), spawning.profile(moved, learner)) == ("learn", "teach")
    with pytest.raises(spawning.NotOnTheCourse):
        spawning.profile(dataclasses.replace(settings, tutors=(learner,)), tutor)
    with pytest.raises(NotReady, match=f"{tutor} is in the group"):
        accounts.refuse_unless_apart(dataclasses.replace(settings, tutors=(learner,)))


def test_a_real_hub_talks_on_ports_that_only_root_can_take(room, monkeypatch):
    c = Config()
    monkeypatch.setenv("PEER_COURSE_PROXY", proxy_or_skip())
    config.apply(c, room.settings)
    ports = (c.JupyterHub.hub_port, int(c.ConfigurableHTTPProxy.api_url.rsplit(":", 1)[1]), room.settings.port)
    assert max(ports) < 1024 and len(set(ports)) == 3


def test_who_is_erased_by_the_administrator_leaves_no_name_in_what_a_real_hub_kept(room, served):
    _, hubs, _, _, _ = served
    gone, stays = room.learners
    text, home, kept = room.file.read_text("utf-8"), room.home(gone), room.settings.hub
    hubs[-1].process.terminate()
    hubs[-1].process.wait(SECONDS)
    assert gone.encode() in (kept / "jupyterhub.sqlite").read_bytes()
    room.file.write_text(text.replace(f'"{gone}", ', ""), "utf-8")
    ran = subprocess.run([*COMMAND, "hub-erase", gone, "--settings", str(room.file), "--yes"], capture_output=True, text=True,
                         cwd=room.folder, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not home.exists()
    assert not [one for one in psutil.process_iter(["username"]) if one.info["username"] == gone]
    for path in kept.rglob("*"):
        # The log is the system's business: the receipt names it.
        if path.is_file() and path.name != "hub.log":
            assert gone.encode() not in path.read_bytes(), path
    assert stays.encode() in (kept / "jupyterhub.sqlite").read_bytes()


def _server(name: str) -> psutil.Process:
    found = [one for one in psutil.process_iter(["username", "cmdline"])
             if one.info["username"] == name and "jupyterhub.singleuser" in " ".join(one.info["cmdline"] or ())]
    assert len(found) == 1, f"{name} has {len(found)} servers"
    return found[0]
