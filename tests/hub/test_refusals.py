"""A real cohort: refused while people's writing is not kept apart; and how its folders are made. With real Linux users."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import hub_or_skip  # noqa: F401 - before what needs a hub
import pytest
from cohort_room import cohort
from hub_room import proxy_or_skip
from peer_course.hub import accounts, trial
from peer_course.hub.settings_file import NotReady

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


def test_setting_up_changes_nothing_of_the_course_when_a_tutor_links_to_it(room):
    course, tasks = room.folder / "course", room.folder / "data" / "tutors"
    before = {path: (path.stat().st_mode, path.stat().st_gid) for path in (course / "source").rglob("*")}
    (tasks / "source").rename(tasks / "source-before")
    (tasks / "source").symlink_to(course / "source")
    try:
        subprocess.run([*COMMAND, "hub", "--settings", str(room.file), "--set-up"], capture_output=True, check=True)
        assert {path: (path.stat().st_mode, path.stat().st_gid) for path in (course / "source").rglob("*")} == before
    finally:
        (tasks / "source").unlink()
        (tasks / "source-before").rename(tasks / "source")


def test_what_is_brought_belongs_to_a_tutor_and_not_to_root(room):
    task = room.folder / "data" / "tutors" / "source" / "02-worldviews"
    for path in (task, task / "02-worldviews.ipynb"):
        assert (path.owner(), path.group()) == (room.tutors[0], accounts.GROUP)
    assert task.stat().st_mode & 0o2070 == 0o2070 and (task / "02-worldviews.ipynb").stat().st_mode & 0o060 == 0o060


def test_no_account_of_these_tests_is_left_behind_when_they_end():
    with cohort(1, 1) as made:
        names = [*made.tutors, *made.learners]
        assert Path(made.folder).is_dir()
    assert not made.folder.exists()
    for name in names:
        with pytest.raises(KeyError):
            pwd.getpwnam(name)
