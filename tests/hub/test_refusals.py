"""A real cohort: refused while people's writing is not kept apart, served when it is. With real Linux users."""

import os
import pwd
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

pytest.importorskip("jupyterhub", reason="The hub was not tried: JupyterHub is not installed in this environment.")
if sys.platform == "win32":
    pytest.skip("The hub was not tried: JupyterHub does not run on Windows.", allow_module_level=True)

from cohort_room import cohort  # noqa: E402
from hub_room import asked, proxy_or_skip, signed_in, started  # noqa: E402
from peer_course.hub import accounts, running, trial  # noqa: E402
from peer_course.hub.settings_file import NotReady  # noqa: E402

COMMAND = [sys.executable, "-c", "from peer_course.cli import main; main()"]


@pytest.fixture(scope="module")
def room():
    with cohort() as made:
        yield made


def said(made) -> str:
    with pytest.raises(NotReady) as problem:
        accounts.refuse_unless_apart(made.settings)
    return str(problem.value)


def changed(made, old: str, new: str):
    """The same cohort by another file."""
    text = made.file.read_text("utf-8")
    assert old in text
    other = made.file.with_name("other.toml")
    other.write_text(text.replace(old, new), "utf-8")
    return type(made)(made.folder, other, made.tutors, made.learners)


def test_a_cohort_with_closed_accounts_of_their_own_is_ready(room):
    accounts.refuse_unless_apart(room.settings)


def test_somebody_without_an_account_is_named_with_the_command_that_makes_one(room):
    text = said(changed(room, f'"{room.learners[0]}"', '"pc-nobody-here"'))
    assert "pc-nobody-here has no account" in text
    assert "useradd --create-home --shell /bin/bash pc-nobody-here" in text
    assert "Traceback" not in text


def test_two_names_of_one_account_are_refused(room):
    twin = f"{room.learners[0]}-t"
    uid = pwd.getpwnam(room.learners[0]).pw_uid
    subprocess.run(["useradd", "--non-unique", "--uid", str(uid), "--home-dir", str(room.home(room.learners[0])), twin],
                   check=True, capture_output=True)
    try:
        assert "are one account with two names" in said(changed(room, f'"{room.learners[1]}"', f'"{twin}"'))
    finally:
        subprocess.run(["userdel", "--force", twin], check=False, capture_output=True)


def test_the_account_that_runs_the_hub_is_nobodys_place_to_write(room):
    assert "root is the account that runs the hub" in said(changed(room, f'"{room.learners[0]}"', '"root"'))


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o711])
def test_a_home_that_others_may_look_into_is_refused(room, mode):
    home = room.home(room.learners[0])
    home.chmod(mode)
    try:
        assert f"chmod 700 {home}" in said(room)
    finally:
        home.chmod(0o700)


@pytest.mark.parametrize("place", ["data/hub", "data/tutors", "exchange"])
def test_a_folder_that_is_open_to_others_is_refused(room, place):
    folder = room.folder / place
    before = folder.stat().st_mode
    folder.chmod(0o777)
    try:
        assert f"{folder} is not closed as it should be" in said(room)
    finally:
        folder.chmod(before & 0o7777)


def test_a_learner_in_the_tutors_group_and_a_tutor_outside_it_are_refused(room):
    learner, tutor = room.learners[0], room.tutors[0]
    subprocess.run(["gpasswd", "--add", learner, accounts.GROUP], check=True, capture_output=True)
    subprocess.run(["gpasswd", "--delete", tutor, accounts.GROUP], check=True, capture_output=True)
    try:
        text = said(room)
    finally:
        subprocess.run(["gpasswd", "--delete", learner, accounts.GROUP], check=True, capture_output=True)
        subprocess.run(["gpasswd", "--add", tutor, accounts.GROUP], check=True, capture_output=True)
    assert f"gpasswd --delete {learner} {accounts.GROUP}" in text
    assert f"usermod --append --groups {accounts.GROUP} {tutor}" in text


def test_tasks_that_only_one_tutor_could_work_on_are_refused(room):
    tasks = room.folder / "data" / "tutors" / "source"
    tasks.chmod(0o755)
    try:
        assert f"find {room.folder}/data/tutors -type d -exec chmod g+s" in said(room)
    finally:
        tasks.chmod(0o2775)


def test_pages_that_a_learner_could_change_for_all_are_refused(room):
    pages = room.folder / "course" / "notebooks"
    pages.chmod(0o777)
    try:
        assert f"may change {pages}" in said(room)
    finally:
        pages.chmod(0o755)


def test_a_course_that_people_cannot_read_is_refused(room):
    pages = room.folder / "course"
    pages.chmod(0o700)
    try:
        assert f"{pages} is closed to them" in said(room)
    finally:
        pages.chmod(0o755)


def test_somebody_other_than_root_is_told_that_the_hub_needs_root(room):
    room.folder.joinpath("hub.toml").chmod(0o644)
    code = (f"from peer_course.hub import accounts, settings_file as s; accounts.refuse_unless_apart(s.read({str(room.file)!r}))")
    ran = subprocess.run([sys.executable, "-c", code], user=room.learners[0], cwd="/", capture_output=True, text=True,
                         env={"PATH": os.environ["PATH"], "HOME": str(room.home(room.learners[0]))}, check=False)
    assert "has to be started as root" in ran.stderr


def test_neither_the_command_nor_jupyterhub_itself_starts_a_cohort_that_is_not_apart(room):
    home = room.home(room.learners[0])
    env = os.environ | {"PEER_COURSE_PROXY": proxy_or_skip(), "PEER_COURSE_HUB": str(room.file)}
    home.chmod(0o755)
    try:
        for argv in ([*COMMAND, "hub", "--settings", str(room.file)],
                     [sys.executable, "-m", "jupyterhub", "-f", str(trial.CONFIG)]):
            ran = subprocess.run(argv, env=env, cwd=room.folder, capture_output=True, text=True, timeout=60, check=False)
            assert ran.returncode != 0
            assert f"chmod 700 {home}" in ran.stderr
            assert "Traceback" not in ran.stderr
    finally:
        home.chmod(0o700)
    assert [path.name for path in (room.folder / "data" / "hub").iterdir()] == ["brought.json"]


def test_check_says_that_all_is_ready_and_a_password_is_given_only_to_who_is_on_the_list(room):
    env = os.environ | {"PEER_COURSE_PROXY": proxy_or_skip()}
    ran = subprocess.run([*COMMAND, "hub", "--settings", str(room.file), "--check"], env=env, capture_output=True, text=True,
                         check=False)
    assert (ran.returncode, ran.stdout) == (0, "All is ready for 1 tutor and 2 learners.\n")
    ran = subprocess.run([*COMMAND, "hub-password", "stranger", "--settings", str(room.file)], capture_output=True, text=True,
                         check=False)
    assert ran.returncode == 2 and "does not stand in" in ran.stderr


def test_a_new_version_of_the_course_is_brought_and_writes_over_nothing_that_a_tutor_changed(room):
    course, words, tasks = room.folder / "course", room.folder / "data" / "content", room.folder / "data" / "tutors"
    untouched, changed_by_both, deleted = (f"exercises/{name}.yml" for name in ("once-round", "chime-match", "first-try"))
    (words / changed_by_both).write_text("the tutor's words\n", "utf-8")
    (words / deleted).unlink()
    for name in (untouched, changed_by_both):
        with (course / "content" / name).open("a", encoding="utf-8") as out:
            out.write("# a newer version\n")
    (course / "source" / "12-a-new-task").mkdir()
    (course / "source" / "12-a-new-task" / "12-a-new-task.ipynb").write_text("{}", "utf-8")
    for again in (1, 2):
        ran = subprocess.run([*COMMAND, "hub", "--settings", str(room.file), "--set-up"], capture_output=True, text=True,
                             check=True)
        assert (str(words / changed_by_both) in ran.stdout) == (again == 1), "said once, when there is something new"
        assert (words / changed_by_both).read_text("utf-8") == "the tutor's words\n"
        assert (words / untouched).read_text("utf-8").endswith("# a newer version\n")
        assert not (words / deleted).exists()
        assert (tasks / "source" / "12-a-new-task" / "12-a-new-task.ipynb").group() == accounts.GROUP
    accounts.refuse_unless_apart(room.settings)


def test_setting_up_follows_no_link_that_a_tutor_has_made(room):
    victim = room.folder / "victim"
    victim.mkdir()
    words = room.folder / "data" / "content"
    (words / "rubrics").rename(words / "rubrics-before")
    (words / "rubrics").symlink_to(victim)
    try:
        with (room.folder / "course" / "content" / "rubrics" / "02-worldviews.yml").open("a", encoding="utf-8") as out:
            out.write("# newer\n")
        subprocess.run([*COMMAND, "hub", "--settings", str(room.file), "--set-up"], capture_output=True, check=True)
        assert not list(victim.iterdir())
    finally:
        (words / "rubrics").unlink()
        (words / "rubrics-before").rename(words / "rubrics")


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
    assert first[learner].url.endswith(f"/user/{learner}/doc/tree/notebooks/00-start-here.ipynb")
    assert first[tutor].url.endswith(f"/user/{tutor}/lab/tree/tutors/marking-desk.ipynb")
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
    hubs[-1].process.wait(30)
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
        hubs[-1].process.wait(30)
        start()
        assert "/hub/login" in signed_in(made, gone).get(f"{made.url}/hub/home", timeout=20).url
    finally:
        room.file.write_text(text, "utf-8")


def test_after_many_wrong_passwords_a_name_has_a_pause(room, served):
    made, _, _, _, _ = served
    name = room.tutors[0]
    for _ in range(10):
        signed_in(made, name, "guess")
    assert "/hub/login" in signed_in(made, name).get(f"{made.url}/hub/home", timeout=20).url
    assert requests.get(f"{made.url}/hub/health", timeout=10).ok


def _server(name: str) -> psutil.Process:
    found = [one for one in psutil.process_iter(["username", "cmdline"])
             if one.info["username"] == name and "jupyterhub.singleuser" in " ".join(one.info["cmdline"] or ())]
    assert len(found) == 1, f"{name} has {len(found)} servers"
    return found[0]


def test_no_account_of_these_tests_is_left_behind_when_they_end():
    with cohort(1, 1) as made:
        names = [*made.tutors, *made.learners]
        assert Path(made.folder).is_dir()
    assert not made.folder.exists()
    for name in names:
        with pytest.raises(KeyError):
            pwd.getpwnam(name)
