"""The cohort page and the list for a college, on a course that nbgrader's own steps and the desk have filled."""

import csv
import datetime
import os
import re
import shutil
import stat
import subprocess
import sys
from html.parser import HTMLParser

import collected
import pytest
from click.testing import CliRunner
from peer_course import library
from peer_course.cli_cohort import marks
from peer_course.exchange import walls
from peer_course.kinds import scale_shared
from peer_course.marking import bulk_mark, cohort, csv_out, forget_rows, mirror, records, shared_scales
from peer_course.marking.course_folder import CourseFolder, NotPossible
from peer_course.marking.records import Marking

pytestmark = pytest.mark.loop
TASK, SLUG = collected.TASK, "note-confidence"
NOTE, WORDS = "07-the-note", "07-why-these-words"
MET = {"words-act": "met", "keeps-facts": "nearly", "persons-view": "met", "explains-choices": "met"}
HOSTILE = "=cmd|' calc'!A0"
SCRIPT = "<img src=x onerror=alert(1)>"
NOW = datetime.datetime(2026, 11, 5, 12, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> CourseFolder:
    """Seven hand-ins: four to be marked in one way each, one left empty, two with names that attack."""
    from nbgrader.converters import Autograde

    course = collected.made(tmp_path_factory.mktemp("cohort") / "course")
    for learner in ("alice", "bob", "carol", "dave"):
        collected.hand_in(course, learner, "A note.", "Its words.")
    collected.hand_in(course, "erin")
    collected.convert(Autograde, course.root, TASK)
    finish(course, "alice", "marked", MET)
    finish(course, "bob", "talk", {})
    finish(course, "carol", "passed", {})
    # Collecting refuses such names; a folder of theirs may still have come another way.
    for learner in (HOSTILE, SCRIPT):
        shutil.copytree(course.autograded / "alice", course.autograded / learner)
    records.save(course, marking(HOSTILE, "marked", MET))
    return course


@pytest.fixture
def course(made, tmp_path, monkeypatch) -> CourseFolder:
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "course" / "exchange"))
    monkeypatch.chdir(tmp_path)
    return collected.copied(made, tmp_path / "course")


def marking(learner, outcome, levels, **more) -> Marking:
    return Marking(task=TASK, learner=learner, handed_in=collected.TIME, marker="Morag", outcome=outcome,
                   levels=levels, finished="2026-11-04T10:00:00+00:00", **more)


def finish(course, learner, outcome, levels, **more):
    records.save(course, mirror.mirror(course, marking(learner, outcome, levels, **more)))


def listed(path) -> dict[str, dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["learner"]: row for row in csv.DictReader(file)}


# The list for a college

def test_the_list_has_levels_by_name_a_total_and_who_marked_and_blank_is_no_zero(course, tmp_path):
    assert csv_out.write(course, tmp_path / "marks.csv", (TASK,)) == (7, 3)
    rows = listed(tmp_path / "marks.csv")
    alice = rows["alice"]
    assert (alice["points"], alice["out_of"], alice["outcome"], alice["marker"]) == ("7", "8", "marked", "Morag")
    assert (alice["handed_in"], alice["marked_on"]) == ("2026-11-02", "2026-11-04")
    assert alice[f"{TASK}: The new note keeps the facts, the hard ones too"] == "Nearly"
    assert {name: (rows[name]["outcome"], rows[name]["points"], rows[name]["out_of"]) for name in
            ("bob", "carol", "dave", "erin")} == {"bob": ("talk", "", ""), "carol": ("passed", "", ""),
                                                  "dave": ("waiting", "", ""), "erin": ("waiting", "", "")}
    assert not any(value == "0" for row in rows.values() for value in row.values())


def test_the_total_is_the_one_in_nbgraders_gradebook(course):
    from nbgrader.api import Gradebook

    with Gradebook(course.gradebook_url, "peer_support") as book:
        scores = {one.student.id: one.score for one in book.assignment_submissions(TASK)}
    found = csv_out.totals(course, TASK)
    assert found["alice"].points == scores["alice"] == 7


def test_an_answer_that_was_passed_on_counts_neither_way(course, tmp_path):
    from nbgrader.converters import Autograde

    collected.hand_in(course, "frank", "A note.")
    collected.convert(Autograde, course.root, TASK, "frank")
    finish(course, "frank", "marked", {"keeps-facts": "met", "persons-view": "met"})
    csv_out.write(course, tmp_path / "marks.csv", (TASK,))
    assert (listed(tmp_path / "marks.csv")["frank"]["points"], listed(tmp_path / "marks.csv")["frank"]["out_of"]) == ("4", "4")


def test_marks_that_were_given_in_formgrader_are_in_the_list_and_those_of_an_earlier_version_are_not(course, tmp_path):
    from nbgrader.api import Gradebook
    from nbgrader.converters import Autograde

    with Gradebook(course.gradebook_url, "peer_support") as book:
        for grade in book.find_submission_notebook(TASK, TASK, "dave").grades:
            grade.manual_score, grade.needs_manual_grade = 2, False
        book.db.commit()
    collected.hand_in(course, "alice", "Another note.", "Its words.", time=collected.LATER)
    collected.convert(Autograde, course.root, TASK, "alice")
    csv_out.write(course, tmp_path / "marks.csv", (TASK,))
    rows = listed(tmp_path / "marks.csv")
    assert (rows["dave"]["outcome"], rows["dave"]["points"]) == (csv_out.FORMGRADER, "4")
    assert (rows["alice"]["outcome"], rows["alice"]["points"]) == ("waiting", "")


def test_the_list_is_closed_to_others_is_remembered_and_never_written_over(course, tmp_path):
    path = tmp_path / "marks.csv"
    csv_out.write(course, path, (TASK,))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert records.exports(course) == [str(path)]
    before = path.read_bytes()
    with pytest.raises(NotPossible, match="already"):
        csv_out.write(course, path, (TASK,))
    assert path.read_bytes() == before


def test_no_cell_of_the_list_is_a_formula(course, tmp_path):
    csv_out.write(course, tmp_path / "marks.csv", (TASK,))
    rows = listed(tmp_path / "marks.csv")
    assert "'" + HOSTILE in rows and HOSTILE not in rows
    assert not any(value[:1] in tuple("=+-@\t\r") for row in rows.values() for value in row.values())


@pytest.mark.parametrize(("value", "shown"), [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "' =1"), ("\r=1", "' =1"),
    ("  =1", "'  =1"), ("＝1", "'＝1"), ("-2.5", "-2.5"), ("a=b", "a=b"), (None, ""), ("a\u202eb", "a b")])
def test_a_cell_that_a_spreadsheet_might_run_begins_with_an_apostrophe(value, shown):
    assert csv_out.cell(value) == shown


def test_erasing_somebody_takes_their_rows_out_of_a_list_even_under_a_hostile_name(course, tmp_path):
    path = tmp_path / "marks.csv"
    csv_out.write(course, path, (TASK,))
    assert forget_rows.from_list(path, (HOSTILE,)) == 1
    assert len(listed(path)) == 6


def test_the_command_says_how_many_and_what_is_not_possible_in_one_sentence(course, tmp_path, monkeypatch):
    monkeypatch.chdir(course.root)
    run = CliRunner().invoke(marks, [TASK, "--to", str(tmp_path / "m.csv")])
    assert run.exit_code == 0 and "7 hand-ins, of which 3 still wait." in run.output
    unknown = CliRunner().invoke(marks, ["99-none", "--to", str(tmp_path / "n.csv")])
    assert unknown.exit_code == 2 and "no task “99-none”" in unknown.output and not (tmp_path / "n.csv").exists()
    course.gradebook.unlink()
    missing = CliRunner().invoke(marks, ["--to", str(tmp_path / "o.csv")])
    assert missing.exit_code == 2 and "There is no gradebook yet" in missing.output


def test_stock_nbgrader_export_leaves_blank_what_nobody_has_marked(course, tmp_path):
    env = os.environ | {"JUPYTER_DATA_DIR": str(tmp_path / "j"), "JUPYTER_CONFIG_DIR": str(tmp_path / "c")}
    path = tmp_path / "grades.csv"
    ran = subprocess.run([sys.executable, "-m", "nbgrader", "export", "--to", str(path)], cwd=course.root, env=env,
                         text=True, timeout=120, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert ran.returncode == 0, ran.stdout
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert (rows["alice"]["score"], rows["alice"]["max_score"]) == ("7.0", "8.0")
    assert {rows[name]["score"] for name in ("bob", "carol", "dave", "erin")} == {""}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(path) in records.exports(course)


# What waits

class Page(HTMLParser):
    """Reads a page as a browser does: which elements there are, and the words of each table row."""

    def __init__(self, html: str):
        super().__init__()
        self.tags, self.alts, self.rows, self.words = set(), [], [], ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.alts += [value for name, value in attrs if name == "alt"]
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag in ("tr", "caption"):
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        self.words += data
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_who_waits_is_named_longest_first_with_where_it_is_and_for_how_long(course):
    from nbgrader.converters import Autograde

    collected.hand_in(course, "early", "A note.", "Words.", time="2026-10-20 10:00:00.000000 UTC")
    collected.convert(Autograde, course.root, TASK, "early")
    collected.hand_in(course, "fiona", "Not made ready.", time=collected.LATER)
    collected.hand_in(course, "alice", "Again.", "Again.", time=collected.LATER)
    collected.convert(Autograde, course.root, TASK, "alice")
    records.save(course, Marking(task=TASK, learner="dave", handed_in=collected.TIME, marker="Iain"))
    (course.inbound / f"gus+{TASK}+2026-11-05 11:00:00.000000 UTC+abc").mkdir(parents=True)
    taken = course.inbound / f"bob+{TASK}+2026-11-02 10:00:00.000000 UTC+abc"
    taken.mkdir()
    (taken / "collected.txt").write_text("2026-11-02T10:00:00+00:00")
    (course.inbound / "no time+at all").mkdir()
    rows = [row for row in Page(cohort.work(course, NOW)).rows if len(row) == 4 and row[1] == "Writing about people"]
    waits = {row[0]: row[2:] for row in rows if not row[1].isdigit()}
    waits.pop("Writing about people", None)
    assert rows[0][0] in ("early", "Writing about people") and waits["early"] == ["ready to read", "16 days"]
    assert waits["dave"] == ["begun by Iain", "3 days"] and waits["erin"] == ["ready to read", "3 days"]
    assert waits["alice"] == ["handed in again since you marked it", "2 days"]
    assert waits["fiona"] == ["collected, not made ready yet", "2 days"]
    assert waits["gus"] == ["handed in, not collected yet", "today"]
    assert "bob" not in waits and "carol" not in waits
    assert list(waits)[0] == "early" and list(waits)[-1] == "gus"


def arrives(course, name, stamp="2026-11-05 11:00:00.000000 UTC"):
    folder = course.inbound / f"{name}+{TASK}+{stamp}+abc"
    folder.mkdir(parents=True)
    return folder


def test_nobody_waits_under_a_name_that_nobody_can_have_or_that_somebody_else_has_put_there(course, tmp_path, monkeypatch):
    arrives(course, "gus")
    for name in ("Ben is a liar, ask anyone <b>", "y" * 160, "a+b", "<i>"):
        arrives(course, name)
    (course.inbound / f"linked+{TASK}+2026-11-05 11:00:00.000000 UTC+abc").symlink_to(tmp_path)
    (course.inbound / f"file+{TASK}+2026-11-05 11:00:00.000000 UTC+abc").write_text("x")
    asked = []
    monkeypatch.setattr(walls, "is_anothers", lambda owner, learner, inbound: asked.append((owner, learner)) or learner == "hal")
    arrives(course, "hal")
    waits = cohort.hand_ins(course)
    assert set(waits[waits["state"] == "to_collect"]["learner"]) == {"gus"}
    assert set(asked) == {(os.getuid(), "gus"), (os.getuid(), "hal")}


def test_every_picture_has_words_and_its_figures_in_a_table(course):
    page = Page(cohort.work(course, NOW))
    assert page.alts == [library.words()("cohort.chart_work")]
    assert ["Writing about people", "7", "4", "3"] in page.rows


def test_hostile_names_are_shown_as_they_are_and_do_nothing(course):
    html = cohort.work(course, NOW)
    assert Page(html).tags <= {"section", "h2", "p", "img", "table", "caption", "thead", "tbody", "tr", "th", "td"}
    assert "&lt;img src=x onerror" in html and html.count("<img") == 1
    assert "javascript:" not in html and "http" not in re.sub(r"base64,[^\"]*", "", html)


def test_nothing_handed_in_is_said_plainly(tmp_path):
    empty = CourseFolder(tmp_path, tmp_path / "exchange")
    assert "Nothing has been handed in yet." in cohort.work(empty)
    assert "No hand-in has been read by two tutors" in cohort.agreement(empty)
    assert "fewer than 5 people" in cohort.scales(empty) and "No task has 5" in cohort.patterns(empty)


# Patterns and agreement

def test_levels_are_counted_from_five_marked_hand_ins_on(course):
    finish(course, "dave", "marked", MET)
    finish(course, "erin", "talk", {})
    assert "No task has 5" in cohort.patterns(course)
    records.save(course, marking(SCRIPT, "marked", MET | {"keeps-facts": "not-yet"}))
    finish(course, "bob", "marked", MET | {"keeps-facts": "not-yet"}, revision=1)
    page = Page(cohort.patterns(course))
    assert ["The new note keeps the facts, the hard ones too", "0", "3", "2"] in page.rows
    assert page.alts == [library.words()("cohort.chart_patterns")]


def test_two_tutors_are_compared_without_a_learners_name_until_somebody_asks_and_that_is_noted(course):
    records.save(course, Marking(task=TASK, learner="alice", role="second", handed_in=collected.TIME, marker="Iain",
                                 outcome="marked", finished="2026-11-05", levels=MET | {"words-act": "not-yet"}))
    html = cohort.agreement(course)
    assert "Too few to say: 1 read twice." in html and "alice" not in html and "Hand-in 1" in html
    assert "Met (Morag)" in html and "Not yet (Iain)" in html
    assert not [one for one in records.events(course) if one["what"] == "showed names"]
    assert "alice" in cohort.agreement(course, names=True)
    assert [one["task"] for one in records.events(course) if one["what"] == "showed names"] == [TASK]


# Shared scales

def share(course, learner, then, now, text=None, time=collected.TIME):
    scale = library.exercise(SLUG)
    pairs = {s.id: (then, now) for s in scale.statements}
    page = text if text is not None else scale_shared.written(scale, pairs, "I chose to add this.")
    cell = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": page}
    collected.hand_in(course, learner, "A note.", "Words.", change=lambda nb: nb["cells"].append(cell), time=time)
    with bulk_mark.run(course, (TASK,)) as run:
        assert all(run.take(one).state != bulk_mark.LEFT for one in run.hand_ins)


def look(course) -> shared_scales.Shown:
    return shared_scales.shown(course, TASK, library.exercise(SLUG))


POINTS = [point.id for point in library.exercise(SLUG).points]


def test_nothing_is_shown_of_four_people_and_of_five_where_they_stood(course):
    for place in range(4):
        share(course, f"s{place}", POINTS[1], POINTS[3])
    assert look(course).moved == () and "shared-scales" not in str(records.noted(course, shared_scales.NOTE + SLUG))
    share(course, "s4", POINTS[1], POINTS[2])
    shown = look(course)
    names = [point.name for point in shown.scale.points]
    assert shown.people == 5 and {(one.then, one.now) for one in shown.moved} == {(names[1], names[3])}
    # All five moved the same way: to say so would say it of each of them.
    assert {tuple(one.counts) for one in shown.moved} == {()}


def test_a_picture_is_made_anew_only_when_five_have_joined(course):
    for place in range(5):
        share(course, f"s{place}", POINTS[0], POINTS[0])
    first = look(course)
    for place in range(5, 9):
        share(course, f"s{place}", POINTS[4], POINTS[4])
        assert look(course) == first
    share(course, "s9", POINTS[4], POINTS[4])
    assert look(course).people == 10 and look(course) != first


def test_when_people_leave_the_picture_stays_until_five_join_and_goes_when_fewer_than_five_are_left(course):
    for place in range(6):
        share(course, f"s{place}", POINTS[0], POINTS[1])
    first = look(course)
    share(course, "s0", "", "", text="My own words instead.", time=collected.LATER)
    assert look(course) == first
    share(course, "s1", "", "", text="My own words instead.", time=collected.LATER)
    assert look(course).moved == ()
    share(course, "new", POINTS[4], POINTS[4])
    assert look(course) == first


def test_counts_are_shown_when_five_or_more_stand_behind_each_and_behind_what_is_left(course):
    for place in range(10):
        share(course, f"s{place}", POINTS[1], POINTS[3] if place < 5 else POINTS[1])
    assert look(course).moved[0].counts == {"towards": 5, "same": 5, "away": 0}
    assert "5 moved towards" in cohort.scales(course)


@pytest.mark.parametrize(("counts", "may"), [
    ([5, 5, 0], True), ([5, 6, 7], True), ([10, 0, 0], False), ([6, 4, 0], False), ([9, 5, 1], False), ([0, 0, 0], False)])
def test_no_count_stands_for_one_to_four_people_or_for_everybody(counts, may):
    assert shared_scales.safe(counts) is may


def test_odd_or_hostile_pages_count_for_nothing(course):
    good = scale_shared.written(library.exercise(SLUG), {s.id: (POINTS[0], POINTS[1]) for s in
                                                         library.exercise(SLUG).statements}, "I chose to add this.")
    for place, text in enumerate((good.replace(f": {POINTS[0]},", ": 1e999,"), good + good, f"{SCRIPT}\n{good}",
                                  scale_shared.FIRST_LINE.format(slug=SLUG), scale_shared.FIRST_LINE.format(slug="../x"))):
        share(course, f"s{place}", "", "", text=text)
    assert shared_scales.shared(course, TASK, library.exercise(SLUG)) == {}
    share(course, "s9", "", "", text=good)
    assert list(shared_scales.shared(course, TASK, library.exercise(SLUG))) == ["s9"]


def test_erasing_a_person_takes_them_out_of_who_stood_behind_a_picture(course):
    for place in range(5):
        share(course, f"s{place}", POINTS[0], POINTS[1])
    look(course)
    forget_rows.from_records(course, "s3")
    held = records.noted(course, shared_scales.NOTE + SLUG)
    assert held["who"] == ["s0", "s1", "s2", "s4"] and b"s3" not in course.records.read_bytes()
