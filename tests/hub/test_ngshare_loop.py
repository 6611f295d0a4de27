"""The whole loop through ngshare as a service of a real hub, and what one learner can do to another there."""

import io
import json
import shutil
import sqlite3
import tarfile
from types import SimpleNamespace

import pytest
import yaml
from ngshare_room import PEOPLE, ROOT, Person, running

pytestmark = pytest.mark.loop

TASK = "07-writing-about-people"
ANNA, BEN, PRIVATE = "canary-of-anna", "canary-of-ben", "canary-of-an-output"
COMMENT = "Your second version reads well."


def write(person, *texts, output=""):
    page = person.own / "my-work" / TASK / f"{TASK}.ipynb"
    nb = json.loads(page.read_text("utf-8"))
    boxes = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    for cell, text in zip(boxes, texts, strict=False):
        cell["source"] = text
    if output:
        nb["cells"].append({"cell_type": "code", "id": "mine", "metadata": {}, "execution_count": 1, "source": "1",
                            "outputs": [{"output_type": "stream", "name": "stdout", "text": output}]})
        (page.parent / "pandas.py").write_text(output)
    page.write_text(json.dumps(nb), encoding="utf-8")


@pytest.fixture(scope="module")
def loop(tmp_path_factory):
    """Go through the loop once; the tests look at what it left."""
    folder = tmp_path_factory.mktemp("ngshare")
    root = folder / "course"
    for part in ("source", "release"):
        shutil.copytree(ROOT / part / TASK, root / part / TASK)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    with running(folder) as room:
        kim, anna, ben = (Person(name, room, root) for name in ("kim", "anna", "ben"))
        seen = SimpleNamespace(room=room, root=root, kim=kim, anna=anna, ben=ben)
        for person in (kim, anna, ben):
            person.own.mkdir(parents=True)
        enrolled = room.tool("people", input=yaml.safe_dump(PEOPLE).encode())
        assert enrolled.returncode == 0, enrolled.stderr
        seen.before = anna.say(f"handing_in.state('{TASK}').stage")
        kim.run("generate_assignment", TASK)
        kim.run("release_assignment", TASK)
        seen.fetched = anna.say(f"handing_in.fetch('{TASK}').done")
        write(anna, f"My words. {ANNA}", output=PRIVATE)
        seen.handed_in = anna.say(f"vars(handing_in.hand_in('{TASK}'))")
        seen.standing = anna.say(f"vars(handing_in.state('{TASK}'))")
        seen.taken_back = anna.say(f"vars(handing_in.take_back('{TASK}'))")
        ben.run("fetch_assignment", TASK)
        write(ben, f"Mine. {BEN}")
        ben.run("submit", TASK)
        kim.run("collect", TASK)
        kim.run("mark", ours=True)
        comment(root)
        kim.run("feedback", ours=True)
        seen.feedback = anna.say(f"vars(handing_in.feedback('{TASK}'))")
        seen.stage = anna.say(f"handing_in.state('{TASK}').stage")
        seen.ben_stage = ben.say(f"handing_in.state('{TASK}').stage")
        yield seen


def comment(root):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{root}/gradebook.db") as book:
        notebook = book.find_submission_notebook(TASK, TASK, "anna")
        for one in notebook.comments:
            one.manual_comment = COMMENT
        for one in notebook.grades:
            one.manual_score, one.needs_manual_grade = 1, False
        book.db.commit()


def test_a_task_is_open_once_it_is_released_and_can_be_fetched(loop):
    assert loop.before == "not-open" and loop.fetched is True


def test_handing_in_from_the_panel_says_what_was_sent_and_when(loop):
    assert loop.handed_in["done"] and loop.handed_in["say"].startswith("Handed in.")
    assert loop.standing["stage"] == "handed-in" and not loop.standing["changed_since"]
    assert "T" in loop.standing["sent"].split("when='")[1][:20]


def test_what_cannot_be_taken_back_is_not_offered(loop):
    assert loop.standing["can_take_back"] is False
    assert not loop.taken_back["done"] and "tell your tutor" in loop.taken_back["say"]


def test_the_tutor_gets_the_words_and_nothing_else(loop):
    came = loop.root / "submitted" / "anna" / TASK
    assert {path.name for path in came.iterdir()} == {f"{TASK}.ipynb", "timestamp.txt", "submission_secret.txt"}
    page = (came / f"{TASK}.ipynb").read_text("utf-8")
    assert ANNA in page and PRIVATE not in page
    assert PRIVATE not in everything(loop.room.place)


def test_feedback_arrives_with_its_words_and_nobody_elses(loop):
    assert loop.feedback["done"] and COMMENT in loop.feedback["text"] and BEN not in loop.feedback["text"]
    assert loop.stage == "feedback" and loop.ben_stage == "handed-in"


@pytest.mark.parametrize(("how", "path"), [
    ("get", f"/submissions/peer_support/{TASK}"),
    ("get", f"/submissions/peer_support/{TASK}/anna"),
    ("get", f"/submission/peer_support/{TASK}/anna"),
    ("get", f"/feedback/peer_support/{TASK}/anna?timestamp=2026-01-01 10:00:00.000000"),
    ("post", f"/feedback/peer_support/{TASK}/anna"),
    ("post", f"/submission/peer_support/{TASK}/anna"),
    ("delete", f"/assignment/peer_support/{TASK}"),
    ("delete", "/course/peer_support"),
    ("post", "/course/another"),
    ("post", "/instructor/peer_support/ben"),
    ("get", "/students/peer_support"),
    ("get", "/initialize-Data6ase?action=dump"),
])
def test_a_learner_can_neither_read_nor_change_what_is_anothers(loop, how, path):
    answer = loop.room.ask("ben", how, path, data={"files": "[]"} if how == "post" else None)
    assert answer.status_code in (400, 403, 405) and ANNA not in answer.text
    asked = loop.room.ask("kim", "get", f"/submissions/peer_support/{TASK}").json()["submissions"]
    assert sorted(one["student_id"] for one in asked) == ["anna", "ben"]


def test_a_learner_cannot_hand_in_as_somebody_else(loop):
    assert "explicit student ID" in loop.ben.run("submit", TASK, "--student=anna", expect=1)


def test_somebody_without_a_token_gets_nothing(loop):
    answer = loop.room.ask("", "get", f"/submission/peer_support/{TASK}/anna", allow_redirects=False)
    assert answer.status_code != 200 and ANNA not in answer.text


def test_the_hubs_public_address_does_not_lead_to_the_service(loop):
    import requests

    answer = requests.get(f"{loop.room.public}/services/ngshare/courses", timeout=20,
                          headers={"Authorization": f"token {loop.room.token('kim')}"})
    assert answer.status_code == 404


def test_releasing_again_never_deletes_what_was_handed_in(loop):
    said = loop.kim.run("release_assignment", TASK, "--force", expect=1)
    assert "may have handed in" in said
    assert len(loop.room.ask("kim", "get", f"/submissions/peer_support/{TASK}").json()["submissions"]) == 2


def test_who_leaves_the_list_reaches_the_course_no_longer_and_their_words_stay(loop):
    fewer = {"custom": {"people": {"tutors": ["kim"], "learners": ["anna"]}}}
    loop.room.tool("people", input=yaml.safe_dump(fewer).encode())
    assert loop.room.ask("ben", "get", "/assignments/peer_support").status_code == 403
    loop.room.tool("people", input=yaml.safe_dump(PEOPLE).encode())
    assert loop.room.ask("ben", "get", "/assignments/peer_support").status_code == 200
    assert BEN in everything(loop.room.place)


def everything(place) -> str:
    return "".join(path.read_bytes().decode("utf-8", "replace") for path in place.rglob("*") if path.is_file())


def test_one_person_is_erased_and_a_copy_put_back_does_not_bring_them_back(loop):
    copy = loop.room.tool("copies", "out").stdout
    with tarfile.open(fileobj=io.BytesIO(copy)) as tar:
        assert "ngshare.db" in tar.getnames() and len(tar.getnames()) > 3
    asked = loop.room.tool("erase", "anna")
    assert b"1 hand-ins are here" in asked.stdout and ANNA in everything(loop.room.place)
    done = loop.room.tool("erase", "anna", "--yes")
    assert b"Deleted here: 1 hand-ins" in done.stdout, done.stderr
    left = everything(loop.room.place)
    assert ANNA not in left and "anna" not in left and COMMENT not in left and BEN in left
    back = loop.room.tool("copies", "in", input=copy)
    assert b"1 people who had been erased were erased again" in back.stdout, back.stderr
    now = everything(loop.room.place / "files") + (loop.room.place / "ngshare.db").read_bytes().decode("utf-8", "replace")
    assert ANNA not in now and "anna" not in now and BEN in now
    rows = sqlite3.connect(loop.room.place / "ngshare.db").execute("select student_id from submissions").fetchall()
    assert rows == [("ben",)]


def test_a_copy_that_was_tampered_with_writes_nowhere_else(loop, tmp_path):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        for name in ("../outside", "files/../../outside", str(tmp_path / "outside")):
            one = tarfile.TarInfo(name)
            one.size = 3
            tar.addfile(one, io.BytesIO(b"bad"))
        link = tarfile.TarInfo("ngshare.db")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    before = sorted(loop.room.folder.rglob("*"))
    said = loop.room.tool("copies", "in", input=made.getvalue())
    assert b"not a copy made here" in said.stderr and said.returncode == 1
    assert sorted(loop.room.folder.rglob("*")) == before and not (tmp_path / "outside").exists()
