"""The whole loop with stock nbgrader commands: a tutor, two learners, and what strangers might send."""

import json
import shutil
import stat
from types import SimpleNamespace

import pytest
from peer_course import handing_in, releasing

pytestmark = pytest.mark.loop

ALICE, BOB, PRIVATE = "canary-of-alice", "canary-of-bob", "canary-of-the-journal"
SCRIPT = "<script>window.taken = 1</script>"


@pytest.fixture(scope="module")
def loop(course, person, task):
    """Go through the loop once; the tests look at what it left."""
    tutor, alice, bob = person("tutor"), person("alice"), person("bob")
    exchange = course.parent / "exchange"
    seen = SimpleNamespace(tutor=tutor, alice=alice, bob=bob, course=course, exchange=exchange)
    tutor.run("generate_assignment", task)
    tutor.run("release_assignment", task)
    seen.list = tutor.run("list")
    _alice_hands_in(alice, task)
    with pytest.MonkeyPatch.context() as patch:
        bob.become(patch)
        _bob_hands_in(seen, bob, task)
    _strangers(seen.exchange, task)
    tutor.run("collect", task)
    with pytest.MonkeyPatch.context() as patch:
        bob.become(patch)
        seen.bob_collected = handing_in.state(task)
        seen.bob_too_late = handing_in.take_back(task)
    # One hand-in is no notebook at all: nbgrader says so at the end, the others are done.
    tutor.run("autograde", task, expect=1)
    _mark(seen, course, task)
    tutor.run("generate_feedback", task)
    tutor.run("release_feedback", task)
    seen.alice_log = alice.run("fetch_feedback", task)
    with pytest.MonkeyPatch.context() as patch:
        bob.become(patch)
        seen.bob_ready = handing_in.state(task)
        seen.bob_feedback = handing_in.feedback(task)
    return seen


def _alice_hands_in(alice, task):
    alice.run("fetch_assignment", task)
    alice.write(f"The note I changed. {ALICE} {SCRIPT} [here](javascript:alert(1)) ![dot](https://x.example/a.png)")
    alice.add(
        {"cell_type": "code", "execution_count": 3, "source": "open('it-ran', 'w')",
         "outputs": [{"output_type": "stream", "name": "stdout", "text": PRIVATE}]},
        {"cell_type": "raw", "source": SCRIPT},
        {"cell_type": "markdown", "source": "More of my own words."},
    )
    (alice.notebook.parent / "pandas.py").write_text("open('it-ran', 'w')")
    alice.run("submit", task)


def _bob_hands_in(seen, bob, task):
    seen.bob_before = handing_in.state(task)
    seen.bob_fetched = handing_in.fetch(task)
    seen.bob_fetched_state = handing_in.state(task)
    seen.bob_untouched = handing_in.hand_in(task)
    bob.write(f"First thoughts {BOB}", "Second thoughts")
    seen.bob_fetched_again = handing_in.fetch(task)
    seen.bob_preview = handing_in.preview(task)
    seen.bob_sent = handing_in.hand_in(task)
    seen.bob_sent_state = handing_in.state(task)
    seen.bob_back = handing_in.take_back(task)
    seen.bob_back_state = handing_in.state(task)
    seen.bob_left_in_exchange = list((seen.exchange / "peer_support/inbound").glob("*bob*"))
    seen.bob_again = handing_in.hand_in(task)


def _strangers(exchange, task):
    """Put into the exchange what somebody could who does not use our submit."""
    inbound = exchange / "peer_support/inbound"
    carol = inbound / f"carol+{task}+2026-01-01 10:00:00.000000 UTC+abc"
    carol.mkdir()
    (carol / f"{task}.ipynb").write_text("this is no notebook")
    dave = inbound / f"dave+{task}+2026-01-01 10:00:00.000000 UTC+abc"
    dave.mkdir()
    (dave / f"{task}.ipynb").symlink_to("/etc/passwd")
    (inbound / f"erin+{task}+no time at all+abc").mkdir()


def _mark(seen, course, task):
    from nbgrader.api import Gradebook

    seen.waiting, seen.before_marking = {}, {}

    with Gradebook(f"sqlite:///{course}/gradebook.db", "peer_support") as gradebook:
        for name in ("alice", "bob"):
            notebook = gradebook.find_submission_notebook(task, task, name)
            seen.waiting[name] = [grade.needs_manual_grade for grade in notebook.grades]
            seen.before_marking[name] = [grade.auto_score for grade in notebook.grades]
            for grade in notebook.grades:
                grade.manual_score, grade.needs_manual_grade = 3, False
            for comment in notebook.comments:
                comment.manual_comment = f"Thank you, {name}. {SCRIPT}"
        gradebook.db.commit()


def page_of(person, task):
    """The one feedback page that somebody fetched."""
    pages = list(person.notebook.parent.glob(f"feedback/*/{task}.html"))
    assert len(pages) == 1
    return pages[0].read_text(encoding="utf-8")


def test_each_learner_reads_their_own_words_and_comment_and_nobody_elses(loop, task):
    for mine, words, others in ((loop.alice, ALICE, BOB), (loop.bob, BOB, ALICE)):
        page = page_of(mine, task)
        assert words in page and others not in page
        assert f"Thank you, {mine.name}." in page


def holding(folder, words):
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_the_words_of_one_learner_are_nowhere_in_the_folders_of_another(loop):
    assert holding(loop.alice.own, ALICE) and not holding(loop.alice.own, BOB)
    assert holding(loop.bob.own, BOB) and not holding(loop.bob.own, ALICE)


def test_the_total_on_the_page_is_what_the_gradebook_says(loop, course, task):
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{course}/gradebook.db", "peer_support") as gradebook:
        found = gradebook.find_submission(task, "alice")
        assert (found.score, found.max_score) == (6, 8)
    assert "Points" not in page_of(loop.alice, task)


def test_a_feedback_page_asks_nobody_elses_server_and_runs_nothing(loop, task):
    page = page_of(loop.alice, task)
    assert "<script" not in page and "src=" not in page and 'href="javascript' not in page
    assert "http" not in page.split("<main>")[0].replace("http-equiv", "")
    assert page.count("You left this one empty.") == 1
    assert '<html lang="en-GB">' in page and page.count("<h1") == 1


def test_what_was_never_meant_to_be_sent_is_neither_in_the_exchange_nor_with_the_tutor(loop):
    for folder in (loop.exchange, loop.course):
        assert not holding(folder, PRIVATE)
        assert not list(folder.rglob("pandas.py"))


def test_nothing_that_was_handed_in_has_run_and_code_is_readable_as_text(loop, task):
    assert not list(loop.course.parent.rglob("it-ran"))
    marked = json.loads((loop.course / f"autograded/alice/{task}/{task}.ipynb").read_text(encoding="utf-8"))
    assert {cell["cell_type"] for cell in marked["cells"]} == {"markdown"}
    text = "".join("".join(cell["source"]) for cell in marked["cells"])
    assert "open('it-ran', 'w')" in text and "More of my own words." in text
    assert "<script" not in text and "&#91;here](javascript" in text and "![" not in text


def test_an_answer_that_was_left_empty_waits_for_a_person_and_is_no_zero(loop):
    assert loop.waiting == {"alice": [True, True], "bob": [True, True]}
    assert loop.before_marking["alice"] == [None, None]


def test_a_hand_in_that_is_no_notebook_is_named_at_the_end(loop, task):
    assert f"processing assignment '{task}' for student 'carol'" in "\n".join(loop.tutor.logs)


def test_odd_hand_ins_are_named_and_left_and_stop_nobody(loop):
    log = "\n".join(loop.tutor.logs)
    assert "a link in it leads elsewhere" in log and "its name holds no time" in log
    assert {path.name for path in (loop.course / "submitted").iterdir()} == {"alice", "bob", "carol"}


def test_no_log_frightens_or_suspects_anybody(loop):
    logs = "\n".join([*loop.tutor.logs, *loop.alice.logs])
    assert "SAWarning" not in logs and "has changed!" not in logs and "cheating" not in logs


def test_the_panel_sees_each_step(loop):
    assert loop.bob_before.stage == "not-fetched"
    assert loop.bob_fetched.done and loop.bob_fetched_state.stage == "fetched"
    assert not loop.bob_untouched.done and "Nothing was written yet" in loop.bob_untouched.say
    assert loop.bob_sent_state.stage == "handed-in" and loop.bob_sent_state.can_take_back
    assert not loop.bob_sent_state.changed_since
    assert loop.bob_collected.stage == "collected" and loop.bob_collected.sent.collected
    assert loop.bob_ready.stage == "feedback"


def test_fetching_again_keeps_what_was_written(loop):
    assert loop.bob_fetched_again.done and "everything you wrote" in loop.bob_fetched_again.say
    assert loop.bob_preview.pieces[0].text == f"First thoughts {BOB}"


def test_what_was_sent_is_exactly_what_the_preview_showed_and_kept_for_its_owner_alone(loop):
    assert loop.bob_sent.done, loop.bob_sent.log
    assert loop.bob_sent.sent.pieces == loop.bob_preview.pieces and loop.bob_sent.sent.name == "bob"
    kept = sorted((loop.bob.own / "home/handed-in").rglob("*.json"))
    assert len(kept) == 2 and {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    assert json.loads(kept[0].read_text(encoding="utf-8"))["taken_back"]


def test_taking_back_leaves_nothing_in_the_exchange_until_the_tutor_has_it(loop):
    assert loop.bob_back.done and loop.bob_left_in_exchange == []
    assert loop.bob_back_state.stage == "changed" and loop.bob_again.done
    assert not loop.bob_too_late.done and "collected this already" in loop.bob_too_late.say


def test_feedback_arrives_with_its_words(loop):
    assert loop.bob_feedback.done and loop.bob_feedback.path.is_file()
    assert "Thank you, bob." in loop.bob_feedback.text and "default-src" not in loop.bob_feedback.text


def test_a_hand_in_is_closed_to_other_learners(loop):
    folders = list((loop.exchange / "peer_support/inbound").glob("alice+*"))
    assert [stat.S_IMODE(path.stat().st_mode) & 0o007 for path in folders] == [0]


def test_the_release_in_the_gradebook_is_the_committed_one(loop, course, task):

    assert releasing.release(task, course) is False
    shutil.rmtree(course / "release" / task)
    assert releasing.release(task, course) is True
