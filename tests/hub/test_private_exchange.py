"""Learners with system accounts of their own cannot reach, change, block or imitate one another's hand-ins and feedback.

Each attack is tried as another Linux user. The same attacks are tried on nbgrader's own exchange, where they work:
so a test here can fail.
"""

import os
import shutil
import stat
from types import SimpleNamespace

import pytest
from people import ROOT, TASK, finish, machine

pytestmark = pytest.mark.loop

ALICE, BOB, LATER = "words of alice alone", "words of bob", "what alice thought later"
STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'peer_support'\nc.Exchange.root = {exchange!r}\n" \
        "c.Exchange.assignment_dir = {work!r}\n"
LISTING = {
    "list what came in": "os.listdir(f'{course}/inbound')",
}
KNOWING_THE_NAME = {
    "look into it": "os.listdir(hand_in)",
    "read it": "open(page).read()",
    "read its secret": "open(f'{hand_in}/submission_secret.txt').read()",
    "link it": "os.link(page, f'{home}/linked')",
    "change it": "open(page, 'a').write('x')",
    "put something in": "open(f'{hand_in}/x.ipynb', 'w').write('x')",
    "delete a page": "os.remove(page)",
}
OTHERWISE = {
    "open it to all": "os.chmod(hand_in, 0o777)",
    "rename it": "os.rename(hand_in, hand_in + 'x')",
    "put another in its place": "os.makedirs(f'{course}/inbound/{mine}'); os.rename(f'{course}/inbound/{mine}', hand_in)",
    "delete it": "shutil.rmtree(hand_in)",
    "move what came in": "os.rename(f'{course}/inbound', f'{course}/gone')",
    "change a task": "open(f'{course}/outbound/{task}/{task}.ipynb', 'a').write('x')",
    "add a task": "os.mkdir(f'{course}/outbound/another')",
    "look into a learner's home": "os.listdir(other_home)",
    "look into the copies nbgrader keeps": "os.listdir(f'{other_home}/jupyter/nbgrader_cache')",
}
MOVING = {
    "move the course away": "os.rename(course, course + '-gone')",
}
ON_FEEDBACK = {
    "read feedback": "open(feedback).read()",
    "delete feedback": "os.remove(feedback)",
    "put other feedback there": "open(feedback, 'w').write('x')",
    "list feedback by the old place": "os.listdir(f'{course}/feedback')",
    "look into the tutors' folder": "os.listdir(tutors)",
    "read the gradebook": "open(f'{tutors}/gradebook.db', 'rb').read()",
    "read what was collected": "open(f'{tutors}/submitted/{alice}/{task}/{task}.ipynb').read()",
}


def knowing(attempts, **names):
    """Write the names of things, which an attacker is given, into each attempt."""
    told = "".join(f"{name} = {str(value)!r}\n" for name, value in names.items())
    return {what: told + code for what, code in attempts.items()}


def course_in(folder, group=None):
    """Lay out what the tutors or the learners need of the course."""
    folder.mkdir()
    for part in ("source", "release"):
        shutil.copytree(ROOT / part / TASK, folder / part / TASK)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    if group is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, -1, group)
            path.chmod(0o2770 if path.is_dir() else 0o660)
    return folder


def hand_in_of(person, exchange):
    """The one that they own: others may bear their name too."""
    folders = (exchange / "peer_support/inbound").glob(f"{person.name}+*")
    return next(path for path in sorted(folders) if path.stat().st_uid == person.number)


def told(seen, victim):
    """Everything an attacker could know at worst."""
    hand_in = hand_in_of(victim, seen.exchange)
    return {"course": seen.exchange / "peer_support", "hand_in": hand_in, "page": hand_in / f"{TASK}.ipynb",
            "feedback": hand_in / f"feedback-{TASK}.html", "home": seen.bob.home, "other_home": victim.home,
            "task": TASK, "mine": f"{seen.bob.name}+{TASK}+2026-01-01 10:00:00.000000 UTC+abcdefghijkl",
            "tutors": seen.tutors, "alice": victim.name}


@pytest.fixture(scope="module")
def people():
    """Two tutors who share a folder, and two learners, all with accounts of their own."""
    with machine() as make:
        group = make.group()
        seen = SimpleNamespace(top=make.top, tutors=course_in(make.top / "tutors", group), group=group)
        shared = course_in(make.top / "course")
        seen.exchange = make.top / "exchange"
        seen.exchange.mkdir()
        os.chown(seen.exchange, 0, group)
        seen.exchange.chmod(0o3777)
        seen.ann = make.account("ann", seen.tutors, seen.exchange, group)
        seen.ben = make.account("ben", seen.tutors, seen.exchange, group)
        seen.alice = make.account("alice", shared, seen.exchange)
        seen.bob = make.account("bob", shared, seen.exchange)
        yield seen


@pytest.fixture(scope="module")
def loop(people):
    """Go through the loop once, with attacks on the way; the tests look at what came of them."""
    seen = people
    ann, ben, alice, bob = seen.ann, seen.ben, seen.alice, seen.bob
    ann.run("generate_assignment", TASK)
    ann.run("release_assignment", TASK)
    alice.fetch(ALICE)
    alice.run("submit", TASK)
    bob.fetch(BOB)
    seen.on_hand_in = bob.attempt(knowing({**LISTING, **KNOWING_THE_NAME, **OTHERWISE, **MOVING}, **told(seen, alice)))
    seen.by_owner = alice.attempt(knowing({"read it": KNOWING_THE_NAME["read it"]}, **told(seen, alice)))
    _bob_imitates(seen, bob, alice)
    seen.collecting = ben.run("collect", TASK)
    ann.run("autograde", TASK)
    ben.run("generate_feedback", TASK)
    seen.releasing = ben.run("release_feedback", TASK)
    seen.on_feedback = bob.attempt(knowing(ON_FEEDBACK, **told(seen, alice)))
    seen.list = alice.run("list", "--cached")
    seen.fetching = alice.run("fetch_feedback", TASK)
    return seen


def _bob_imitates(seen, bob, alice):
    """Hand in as alice, by nbgrader and by hand; later, earlier, and in ways that could stop collecting."""
    bob.run("submit", TASK, f"--student={alice.name}")
    bob.run("submit", TASK, JUPYTERHUB_USER=alice.name)
    forged = [f"{alice.name}+{TASK}+{when}+abcdefghijkl" for when in
              ("2999-01-01 10:00:00.000000 UTC", "1999-01-01 10:00:00.000000 UTC", "no time at all")]
    seen.forging = bob.attempt(knowing(
        {name: f"os.mkdir(f'{{course}}/inbound/{name}'); shutil.copy(f'{{own}}', f'{{course}}/inbound/{name}')"
         for name in forged}, course=seen.exchange / "peer_support", own=bob.work / TASK / f"{TASK}.ipynb"))
    bob.run("submit", TASK)


@pytest.mark.parametrize("what", [*LISTING, *KNOWING_THE_NAME, *OTHERWISE, *MOVING])
def test_another_learner_who_knows_every_name_cannot(loop, what):
    assert loop.on_hand_in[what] == "PermissionError"
    assert loop.by_owner == {"read it": "done"}


@pytest.mark.parametrize("what", ON_FEEDBACK)
def test_of_feedback_and_of_the_tutors_folder_another_learner_cannot(loop, what):
    # There is no old place any more; everything else is there, and closed.
    wanted = "FileNotFoundError" if "old place" in what else "PermissionError"
    assert loop.on_feedback[what] == wanted


def test_what_comes_in_somebody_elses_name_is_named_and_left_and_theirs_is_collected(loop):
    assert set(loop.forging.values()) == {"done"}
    taken = (loop.tutors / "submitted" / loop.alice.name / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8")
    assert ALICE in taken and BOB not in taken
    assert loop.collecting.count(f"it was put there by {loop.bob.name}") == 4
    assert "its name holds no time" in loop.collecting
    own = (loop.tutors / "submitted" / loop.bob.name / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8")
    assert BOB in own


def test_feedback_waits_in_the_hand_in_and_is_fetched_for_ones_own_eyes(loop):
    page = hand_in_of(loop.alice, loop.exchange) / f"feedback-{TASK}.html"
    assert page.is_file() and not (loop.exchange / "peer_support/feedback").exists()
    assert "feedback ready to be fetched" in loop.list
    fetched = list((loop.alice.work / TASK / "feedback").rglob("*.html"))
    assert [path.read_bytes() for path in fetched] == [page.read_bytes()] and ALICE.encode() in page.read_bytes()
    assert stat.S_IMODE(fetched[0].stat().st_mode) == 0o600


def test_the_folders_are_closed_as_they_should_be(loop):
    course = loop.exchange / "peer_support"
    modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in (course, *course.iterdir())}
    assert modes == {"peer_support": "0o2775", "outbound": "0o2775", "inbound": "0o3773"}
    assert {path.stat().st_gid for path in (course, *course.iterdir())} == {loop.group}
    assert stat.S_IMODE((loop.tutors / "gradebook.db").stat().st_mode) & 0o067 == 0o060


def test_hand_ins_at_the_same_second_all_arrive_and_the_newest_is_collected(loop):
    loop.alice.write(LATER)
    before = set((loop.exchange / "peer_support/inbound").iterdir())
    for started in [who.start("submit", TASK) for who in (loop.alice, loop.bob, loop.alice)]:
        finish(started, 0)
    new = set((loop.exchange / "peer_support/inbound").iterdir()) - before
    assert sorted(path.owner() for path in new) == sorted([loop.alice.name, loop.alice.name, loop.bob.name])
    assert not [path.name for path in new if path.name.startswith(".")]
    loop.ann.run("collect", TASK)
    taken = loop.tutors / "submitted" / loop.alice.name / TASK
    newest = max(path.name.rsplit("+", 2)[1] for path in new if path.owner() == loop.alice.name)
    assert LATER in (taken / f"{TASK}.ipynb").read_text(encoding="utf-8")
    assert (taken / "timestamp.txt").read_text(encoding="utf-8") == newest


def test_a_tutor_can_erase_a_learner_from_the_exchange_with_the_feedback(loop):
    inbound, whose = loop.exchange / "peer_support/inbound", f"{loop.bob.name}+*"
    assert len(list(inbound.glob(f"{whose}/*.html"))) == 1
    by_ben = loop.ben.peer_course("erase", loop.bob.name, "--yes")
    # The folder itself is bob's, and only bob or the tutor who made `inbound` can remove it: then it is empty and named.
    assert "could not be removed" in by_ben and list(inbound.glob(whose)) and not list(inbound.glob(f"{whose}/*"))
    by_ann = loop.ann.peer_course("erase", loop.bob.name, "--yes")
    assert "could not be removed" not in by_ann and not list(inbound.glob(whose)), by_ann
    assert hand_in_of(loop.alice, loop.exchange).is_dir()


def test_on_nbgraders_own_exchange_the_same_attacks_work(people):
    """The control: without our settings these are possible, so the tests above can fail."""
    seen = SimpleNamespace(**vars(people), stock=people.top / "stock")
    seen.exchange = people.top / "stock-exchange"
    seen.exchange.mkdir()
    seen.exchange.chmod(0o777)
    course_in(seen.stock)
    os.chown(seen.stock, people.ann.number, -1)
    stock = {name: vars(people)[name].__class__(**(vars(vars(people)[name]) | {
        "course": people.top / f"stock-{name}", "exchange": seen.exchange})) for name in ("ann", "alice", "bob")}
    for name, who in stock.items():
        folder = course_in(who.course)
        (folder / "nbgrader_config.py").write_text(STOCK.format(exchange=str(seen.exchange), work=str(who.home / "stock")))
        for path in (folder, *folder.rglob("*")):
            os.chown(path, who.number, -1)
        setattr(seen, name, who)
    seen.ann.run("release_assignment", TASK)
    seen.alice.run("fetch_assignment", TASK)
    seen.alice.run("submit", TASK)
    done = seen.bob.attempt(knowing(KNOWING_THE_NAME | MOVING, **told(seen, seen.alice)))
    # Systems forbid links to what one may not write, and nbgrader lets only the owner write into a page itself.
    assert {what for what, came in done.items() if came != "done"} <= {"link it", "change it"}


def test_an_exchange_that_a_learner_made_before_any_tutor_is_neither_used_nor_handed_in_to(people):
    exchange = people.top / "early-exchange"
    exchange.mkdir()
    os.chown(exchange, 0, people.group)
    exchange.chmod(0o3777)
    made = people.bob.attempt({"lay a trap": f"os.makedirs('{exchange}/peer_support/inbound'); "
                                             f"os.chmod('{exchange}/peer_support/inbound', 0o777); "
                                             f"shutil.copytree('release', '{exchange}/peer_support/outbound')"})
    assert made == {"lay a trap": "done"}
    elsewhere = {"PEER_COURSE_EXCHANGE": str(exchange), "PEER_COURSE_WORK": str(people.alice.home / "early")}
    people.alice.run("fetch_assignment", TASK, **elsewhere)
    refused = people.alice.run("submit", TASK, expect=1, **elsewhere)
    assert f"was made by {people.bob.name}" in refused and not list((exchange / "peer_support/inbound").iterdir())
    assert f"was made by {people.bob.name}" in people.ann.run("release_assignment", TASK, expect=1, **elsewhere)


def test_where_the_tutors_group_is_everybodys_a_hand_in_is_refused_and_says_who_can_help(people):
    exchange = people.top / "open-exchange"
    inbound = exchange / "peer_support" / "inbound"
    inbound.mkdir(parents=True)
    shutil.copytree(ROOT / "release" / TASK, exchange / "peer_support" / "outbound" / TASK)
    os.chown(inbound, people.ann.number, people.alice.groups[0])
    inbound.chmod(0o3733)
    elsewhere = {"PEER_COURSE_EXCHANGE": str(exchange), "PEER_COURSE_WORK": str(people.alice.home / "open")}
    people.alice.run("fetch_assignment", TASK, **elsewhere)
    assert "not the tutors' alone" in people.alice.run("submit", TASK, expect=1, **elsewhere)
    assert not list(inbound.iterdir())
