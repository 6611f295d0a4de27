"""Feedback: who gets a page, what stands on it, and that stock commands and ours write and send the same."""

import html
import json
import logging
import re
import shutil
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from peer_course import handover
from peer_course.cli_marking import feedback as command
from peer_course.marking import bulk_feedback, bulk_mark, course_folder, records
from peer_course.marking.bulk_feedback import BEFORE, LEFT, SENT, WAITS, WRITTEN
from peer_course.marking.feedback_page import comment_html
from peer_course.marking.feedback_passages import place, reading
from peer_course.marking.records import Marking, Remark
from test_inert import ATTACKS, live_parts

STAMP = "2026-03-01 10:00:00.000000 UTC"
LATER = "2026-03-02 10:00:00.000000 UTC"
NOTE, WHY = "07-the-note", "07-why-these-words"
TEXT = "She broke a cup.\n\nShe told me why, and I wrote it down.\n\nThen she left."


@pytest.fixture(scope="module")
def made(course, task):
    """A course whose gradebook knows the task; made once, because that takes a while."""
    stock("GenerateAssignment", course_folder.here(course), task)
    return course


@pytest.fixture
def place_of_work(made, tmp_path, monkeypatch):
    """A copy of it with an exchange of its own."""
    root = tmp_path / "course"
    shutil.copytree(made, root)
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.chdir(root)
    found = course_folder.here(root)
    found.inbound.mkdir(parents=True)
    return found


def sent_back(course):
    """The feedback pages in the exchange."""
    return sorted(course.exchange.rglob("*.html"))


def stock(converter, course, task, student="*", force=False):
    """Run one of nbgrader's own converters with our settings."""
    from nbgrader import converters
    from nbgrader.coursedir import CourseDirectory
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    config = Config()
    nbgrader_settings.apply(config, course.root)
    config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = task, student
    log = logging.getLogger("test")
    made = getattr(converters, converter)(coursedir=CourseDirectory(config=config, log=log), config=config, log=log)
    made.force = made.force or force
    made.start()


def hand_in(course, task, *learners, texts=(TEXT, "Words matter."), stamp=STAMP):
    """Collect a hand-in of each and make it ready, as `peer-course mark` does."""
    for learner in learners:
        (course.inbound / f"{learner}+{task}+{stamp}+random").mkdir(exist_ok=True)
        nb = json.loads((course.release / task / f"{task}.ipynb").read_text(encoding="utf-8"))
        boxes = [cell for cell in nb["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
        for cell, text in zip(boxes, texts, strict=False):
            cell["source"] = text
        folder = course.submitted / learner / task
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{task}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
        (folder / "timestamp.txt").write_text(stamp, encoding="utf-8")
        secret = (learner.encode() + stamp.encode()).hex().ljust(128, "0")[:128]
        (folder / "submission_secret.txt").write_text(secret, encoding="utf-8")
    with bulk_mark.run(course) as run:
        for one in run.hand_ins:
            outcome = run.take(one)
            assert outcome.state != bulk_mark.LEFT, outcome.say


def enter(course, task, learner, points=None, comment=None, answers=(NOTE, WHY)):
    """Enter what a tutor would in Formgrader."""
    with course_folder.gradebook(course) as book:
        notebook = book.find_submission_notebook(task, task, learner)
        for grade in notebook.grades:
            if points is not None and grade.name in answers:
                grade.manual_score, grade.needs_manual_grade = points, False
        for one in notebook.comments:
            if comment is not None and one.name in answers:
                one.manual_comment = comment
        book.db.commit()


def mark(course, task, learner, **parts):
    """Finish a marking and mirror it, as the desk does."""
    from peer_course.marking.mirror import mirror

    of = {"task": task, "learner": learner, "handed_in": STAMP, "marker": "tutor", "outcome": records.MARKED,
          "levels": {"words-act": "met", "keeps-facts": "nearly", "persons-view": "met", "explains-choices": "not-yet"},
          "finished": records.now()}
    return records.save(course, mirror(course, Marking(**of | parts)))


def take_all(course, *tasks, send=True):
    """Run the command's work and give the state of each learner."""
    run = bulk_feedback.Run(course, tasks, send)
    return {one.learner: run.take(one) for one in run.hand_ins}


def states(course, **how):
    return {learner: outcome.state for learner, outcome in take_all(course, **how).items()}


def page_of(course, task, learner):
    return (course.feedback / learner / task / f"{task}.html").read_text(encoding="utf-8")


REMARKS = (
    Remark(answer=NOTE, start=0, end=16, quote="She broke a cup.", text="The hard fact stands **first**."),
    Remark(answer=NOTE, start=22, end=30, quote="told me why", text="I could hear her."),
    Remark(answer=NOTE, start=5, end=9, quote="words that are gone", text="About something gone."),
)


@pytest.fixture
def marked(place_of_work, task):
    hand_in(place_of_work, task, "anna", "bela")
    mark(place_of_work, task, "anna", remarks=REMARKS, comments={NOTE: "Thank you for this."},
         well="You kept the hard fact.", next_step="Try one more word.")
    return place_of_work


def test_the_page_shows_rubric_in_words_comments_at_passages_one_strength_and_one_step(marked, task):
    assert states(marked) == {"anna": SENT, "bela": WAITS}
    page = page_of(marked, task, "anna")
    for words in ("Thank you for this.", "You kept the hard fact.", "Try one more word.", "Most facts are there.",
                  "Explains the choices: <strong>Not yet</strong>", "The hard fact stands <strong>first</strong>."):
        assert words in page, words
    assert page.index("<mark>She broke a cup.</mark>") < page.index('id="comment-1"') < page.index("and I wrote it down")
    assert 'href="#passage-1"' in page and 'href="#comment-1"' in page
    assert "<mark>told me why</mark>" in page, "a quote that moved is found again"
    assert "About something gone." in page and "no longer in the text" in page
    assert not (marked.feedback / "bela").exists()


def test_no_number_and_no_judging_word_stands_on_the_page(marked, task):
    take_all(marked)
    page = page_of(marked, task, "anna").split("<main>")[1].lower()
    for word in ("points", "score", "wrong", "incorrect", "correct", "fail", "error", "out of"):
        assert word not in page, word


def test_nbgraders_own_command_writes_the_same_bytes(marked, task):
    hand_in(marked, task, "cato", texts=("**Mine** <b>too</b>\r\n* one\n\n\n[x](javascript:1) é 😀", ""))
    enter(marked, task, "cato", comment="See [here](https://example.org) <i>x</i>")
    assert states(marked)["cato"] == SENT
    ours = {name: page_of(marked, task, name) for name in ("anna", "cato")}
    beside = sorted(path.name for path in (marked.feedback / "anna" / task).iterdir())
    shutil.rmtree(marked.feedback)
    stock("GenerateFeedback", marked, task)
    assert {name: page_of(marked, task, name) for name in ours} == ours
    assert sorted(path.name for path in (marked.feedback / "anna" / task).iterdir()) == beside
    assert "has not finished reading" in page_of(marked, task, "bela")


def test_what_was_sent_is_what_nbgraders_fetch_finds(marked, task, tmp_path):
    take_all(marked)
    page = marked.inbound / f"anna+{task}+{STAMP}+random" / handover.feedback_page(task)
    assert sent_back(marked) == [page]
    assert page.read_text(encoding="utf-8") == page_of(marked, task, "anna")


def test_a_page_goes_only_into_the_hand_in_it_is_about(marked, task):
    for folder in marked.inbound.iterdir():
        folder.rename(folder.with_name(folder.name.replace(STAMP, LATER)))
    assert states(marked)["anna"] == LEFT and sent_back(marked) == []
    outcome = take_all(marked)["anna"]
    assert "no longer in the exchange" in outcome.say and f"{task}.html" in outcome.say


def test_a_page_that_an_earlier_version_sent_by_a_secret_name_goes_away_when_it_is_sent_anew(marked, task):
    from nbgrader.utils import notebook_hash

    secret = (marked.autograded / "anna" / task / "submission_secret.txt").read_text(encoding="utf-8")
    marked.outbox.mkdir()
    old = marked.outbox / f"{notebook_hash(secret=secret, notebook_id=task)}.html"
    old.write_text("as it was")
    assert states(marked)["anna"] == SENT and not old.exists() and len(sent_back(marked)) == 1


def test_a_second_run_sends_nothing_anew_and_a_changed_comment_goes_out_again(marked, task):
    assert states(marked)["anna"] == SENT
    assert states(marked)["anna"] == BEFORE
    enter(marked, task, "anna", comment="Changed in Formgrader.", answers=(NOTE,))
    assert states(marked)["anna"] == SENT
    page = page_of(marked, task, "anna")
    assert "Changed in Formgrader." in page and "Thank you for this." not in page
    assert "The hard fact stands" not in page and "You kept the hard fact." in page


def test_a_run_that_was_cut_off_between_writing_and_sending_goes_on(marked, task):
    assert states(marked, send=False)["anna"] == WRITTEN and not sent_back(marked)
    assert states(marked)["anna"] == SENT


@pytest.mark.parametrize(("outcome", "words"), [
    (records.TALK, "Not yet: please talk to me"), (records.CONVERSATION, "Assessed in conversation"),
    (records.PASSED, "You chose to pass")])
def test_each_way_that_a_reading_can_end_is_said_in_words(place_of_work, task, outcome, words):
    hand_in(place_of_work, task, "anna")
    mark(place_of_work, task, "anna", outcome=outcome)
    assert states(place_of_work) == {"anna": SENT}
    page = page_of(place_of_work, task, "anna")
    assert f"<h3>{words}</h3>" in page
    assert ("What your tutor read for" in page) == (outcome == records.CONVERSATION)


def test_a_draft_is_never_sent(place_of_work, task):
    hand_in(place_of_work, task, "anna")
    records.save(place_of_work, Marking(task=task, learner="anna", handed_in=STAMP, marker="t", well="half a thought"))
    assert states(place_of_work) == {"anna": WAITS}


def test_the_page_that_was_sent_stays_while_a_reading_is_open_again(marked, task):
    assert states(marked)["anna"] == SENT
    before = page_of(marked, task, "anna")
    there = records.load(marked, task, "anna", handed_in=STAMP)
    again = records.save(marked, replace(there, finished="", next_step="Half a"))
    assert states(marked)["anna"] == WAITS and page_of(marked, task, "anna") == before
    enter(marked, task, "anna", comment="Changed in Formgrader since.", answers=(NOTE,))
    assert states(marked)["anna"] == SENT and "Changed in Formgrader since." in page_of(marked, task, "anna")
    assert records.load(marked, task, "anna", handed_in=STAMP) == again


def test_a_second_reading_is_never_shown_to_the_learner(marked, task):
    records.save(marked, Marking(task=task, learner="anna", role=records.SECOND, handed_in=STAMP, marker="other",
                                 outcome=records.MARKED, finished=records.now(), well="Seen by the second reader."))
    take_all(marked)
    assert "second reader" not in page_of(marked, task, "anna")


def test_marking_in_formgrader_alone_is_enough(place_of_work, task):
    hand_in(place_of_work, task, "anna", "bela", "cato", "dora")
    enter(place_of_work, task, "anna", comment="Only words.", answers=(NOTE,))
    enter(place_of_work, task, "bela", points=3)
    enter(place_of_work, task, "cato", points=3, answers=(NOTE,))
    assert states(place_of_work) == {"anna": SENT, "bela": SENT, "cato": WAITS, "dora": WAITS}
    assert "Only words." in page_of(place_of_work, task, "anna")


def test_what_was_said_about_an_earlier_version_is_not_sent_for_a_newer_one(place_of_work, task):
    hand_in(place_of_work, task, "anna", "bela", "cato")
    mark(place_of_work, task, "anna", well="About the first version.")
    enter(place_of_work, task, "bela", comment="About the first version.")
    enter(place_of_work, task, "cato", points=2, comment="About the first version.")
    assert set(states(place_of_work).values()) == {SENT}
    hand_in(place_of_work, task, "anna", "bela", "cato", texts=("New words.", "New too."), stamp=LATER)
    assert set(states(place_of_work).values()) == {WAITS}
    assert "New words." not in page_of(place_of_work, task, "bela")
    enter(place_of_work, task, "bela", comment="About the second version.")
    mark(place_of_work, task, "anna", handed_in=LATER, well="About the newer version.")
    assert states(place_of_work) == {"anna": SENT, "bela": SENT, "cato": WAITS}
    page = page_of(place_of_work, task, "anna")
    assert "New words." in page and "About the newer version." in page and "first version" not in page
    assert (place_of_work.feedback / "anna" / task / "timestamp.txt").read_text(encoding="utf-8").strip() == LATER


def test_a_marking_that_never_reached_the_gradebook_is_shown_with_what_stands_there(place_of_work, task):
    hand_in(place_of_work, task, "anna")
    enter(place_of_work, task, "anna", comment="From Formgrader.", answers=(NOTE,))
    records.save(place_of_work, Marking(task=task, learner="anna", handed_in=STAMP, marker="t", finished=records.now(),
                                        outcome=records.MARKED, comments={NOTE: "From the desk."}))
    assert states(place_of_work) == {"anna": SENT}
    page = page_of(place_of_work, task, "anna")
    assert "From the desk." in page and "From Formgrader." in page


HOSTILE = ("<script>window.taken=1</script><img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://x.example/p.png) "
           "[c]: data:text/html,x\n\n<svg onload=alert(1)> $\\href{javascript:alert(1)}{x}$ </p></div></main>")


def test_hostile_comments_and_hostile_words_can_do_nothing(place_of_work, task):
    hand_in(place_of_work, task, "anna", texts=(HOSTILE, f"{HOSTILE}{HOSTILE}"))
    mark(place_of_work, task, "anna", comments={NOTE: HOSTILE}, well=HOSTILE, next_step=HOSTILE,
         remarks=(Remark(answer=WHY, start=0, end=8, quote="<script>", text=HOSTILE),
                  Remark(answer='"><script>', start=0, end=1, quote=HOSTILE, text=HOSTILE)))
    assert states(place_of_work) == {"anna": SENT}
    page = page_of(place_of_work, task, "anna")
    for live in ("<script", "<img", "<svg", "<iframe", 'href="javascript', 'href="data', "src="):
        assert live not in page.replace("src=x", "").replace("&lt;", "(") or live == "src=", live
    assert page.count("</main>") == 1 and "<mark>&lt;script&gt;</mark>" in page


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_in_a_comment_becomes_live(text):
    assert live_parts(str(comment_html(text))) == []


@given(st.text(alphabet="[]()!<>\\$`~:/&;#*_ \n\tjavscriptdhef\"='", max_size=60))
def test_no_mixture_of_signs_in_a_comment_becomes_live(text):
    assert live_parts(str(comment_html(text))) == []


@pytest.mark.parametrize("text", ["I <3 this & that", "[a], $5 and \\o/", "`<b>`", "1 < 2 > 0", "“Quoted” & 'so'", "&lt;"])
def test_a_comment_reads_as_it_was_typed(text):
    shown = re.sub("</?(p|code)>", "", str(comment_html(text))).strip()
    assert html.unescape(shown).replace("\u2060", "") == html.unescape(text.strip("`"))


def test_lines_lists_and_bold_in_a_comment_stay():
    shown = str(comment_html("one\ntwo\n\n- a\n- b\n\n# **Bold**"))
    assert "one<br />\ntwo" in shown and "<li>a</li>" in shown and "<h4><strong>Bold</strong></h4>" in shown


def test_one_bad_hand_in_never_stops_the_others(place_of_work, task):
    hand_in(place_of_work, task, "anna", "bela", "cato", "dora")
    for name in ("anna", "bela", "cato", "dora"):
        enter(place_of_work, task, name, comment=f"For {name}.")
    page = place_of_work.autograded / "anna" / task / f"{task}.ipynb"
    page.chmod(0o644)
    page.write_text("[" * 100_000, encoding="utf-8")
    (place_of_work.autograded / "bela" / task / f"{task}.ipynb").unlink()
    (place_of_work.autograded / "cato" / task / "submission_secret.txt").unlink()
    found = take_all(place_of_work)
    assert {name: outcome.state for name, outcome in found.items()} == {
        "anna": LEFT, "bela": LEFT, "cato": LEFT, "dora": SENT}
    assert "damaged" in found["anna"].say and "not where it should be" in found["bela"].say
    assert "did not come in through the exchange" in found["cato"].say and f"{task}.html" in found["cato"].say


@pytest.mark.parametrize("learner", ["o'neil", "x y", "ünï", "a.b-c_d@e"])
def test_a_learners_id_with_odd_characters_gets_its_page(place_of_work, task, learner):
    hand_in(place_of_work, task, learner)
    enter(place_of_work, task, learner, comment="For you.")
    assert states(place_of_work) == {learner: SENT}
    assert len(sent_back(place_of_work)) == 1


def test_a_full_disk_stops_the_run_with_a_sentence_and_leaves_no_half_page(marked, task, monkeypatch):
    from pathlib import Path

    take_all(marked)
    before = page_of(marked, task, "anna")
    enter(marked, task, "anna", comment="Changed.", answers=(NOTE,))
    write = Path.write_text

    def full(self, *args, **kwargs):
        if self.name.endswith(".new"):
            write(self, "half")
            raise OSError(28, "No space left on device")
        return write(self, *args, **kwargs)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(course_folder.NotPossible, match="disk is full"):
        take_all(marked)
    assert page_of(marked, task, "anna") == before
    assert not list((marked.feedback / "anna" / task).glob(".*"))


def test_the_command_says_how_it_went_and_names_nobody_unasked(marked, task):
    run = CliRunner().invoke(command, [])
    assert run.exit_code == 0, run.output
    assert f"{task}: 1 sent; 1 of 2 still waits." in run.output and "bela" not in run.output
    again = CliRunner().invoke(command, ["--names", task])
    assert f"{task}: 1 sent before; 1 of 2 still waits." in again.output and "still waiting: bela" in again.output


def test_a_page_that_was_only_written_is_never_called_sent(marked, task):
    assert f"{task}: 1 written, not sent;" in CliRunner().invoke(command, ["--only-write"]).output
    assert f"{task}: 1 written before;" in CliRunner().invoke(command, ["--only-write"]).output


def test_the_command_says_what_still_has_to_be_made_ready(marked, task):
    shutil.copytree(marked.submitted / "bela", marked.submitted / "evan")
    assert "1 came in and need `peer-course mark` first" in CliRunner().invoke(command, []).output


def test_without_an_exchange_the_pages_are_written_and_it_says_so(marked, task):
    shutil.rmtree(marked.exchange)
    run = CliRunner().invoke(command, [])
    assert run.exit_code == 1 and "Nothing was sent: there is no exchange at" in run.output
    assert "1 written, not sent" in run.output and page_of(marked, task, "anna")


def test_an_unknown_task_and_a_missing_or_locked_gradebook_are_sentences(marked, task):
    import sqlite3

    run = CliRunner().invoke(command, ["07-writing-about-peopel"])
    assert run.exit_code == 2 and f"Did you mean “{task}”?" in run.output
    holder = sqlite3.connect(marked.gradebook)
    holder.execute("begin exclusive")
    locked = CliRunner().invoke(command, [])
    holder.close()
    assert locked.exit_code == 2 and "used by another program" in locked.output
    marked.gradebook.unlink()
    none = CliRunner().invoke(command, [])
    assert none.exit_code == 2 and "no gradebook yet" in none.output


def test_a_run_that_is_stopped_by_hand_says_that_it_can_go_on(marked, task, monkeypatch):
    def stop(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(bulk_feedback.Run, "take", stop)
    run = CliRunner().invoke(command, [])
    assert run.exit_code == 1 and "goes on from here" in run.output


def remark(quote, start=0, answer="a"):
    return Remark(answer=answer, start=start, end=start + len(quote), quote=quote, text="c")


def test_overlapping_passages_keep_every_word_once_and_both_comments():
    found = reading(TEXT, [remark("broke a cup.\n\nShe told", 4), remark("a cup", 10), remark("cup", 12)], after=4)
    words = ["".join(one.words for one in paragraph.stretches) for paragraph in found.paragraphs]
    assert words == TEXT.split("\n\n")
    assert [[one.number for one in paragraph.comments] for paragraph in found.paragraphs] == [[6, 7], [5], []]
    stretches = [one for paragraph in found.paragraphs for one in paragraph.stretches]
    assert sorted(number for one in stretches for number in one.begins) == [5, 6, 7]
    assert sorted(number for one in stretches for number in one.ends) == [5, 6, 7]


def test_a_quote_that_stands_there_twice_is_found_nearest_to_where_it_was():
    assert place("aa bb aa bb aa", remark("aa", 7)) == (6, 8)
    assert place("aa bb", remark("cc")) is None and place("aa bb", remark("  ")) is None
    assert place("😀 aa", remark("aa", 2)) == (2, 4)


def test_odd_offsets_never_lose_a_comment():
    for odd in (replace(remark("She"), start=-5, end=10**9), replace(remark("She"), start=40, end=3), remark("")):
        found = reading(TEXT, [odd])
        assert len(found.loose) + sum(len(paragraph.comments) for paragraph in found.paragraphs) == 1


def test_an_empty_text_keeps_its_comments():
    found = reading("", [remark("x")], after=2)
    assert [one.number for one in found.loose] == [3] and found.last == 3
