"""A new cohort: only when somebody can be called, only after a backup, and then with a gradebook that knows the tasks."""

import shutil

import pytest
from click.testing import CliRunner
from data_rights import ANNA, BEN, TASK, a_course, canaries
from peer_course.cli import main
from peer_course.marking import ledger, records

NAMED = "  name: |-\n    Morag Sinclair\n"
CALLED = "  worry: |-\n    The duty team, 01234 567890\n"


@pytest.fixture
def course(tmp_path, monkeypatch, course_template, own_content):
    return a_course(tmp_path, monkeypatch, course_template)


@pytest.fixture
def set_up(own_content):
    """Enter who reads and whom to call, as a tutor would."""
    def enter(*parts):
        path = own_content / "course.yml"
        text = path.read_text(encoding="utf-8")
        for empty, part in (("  name: null\n", NAMED), ("  worry: null\n", CALLED)):
            text = text.replace(empty, part if part in parts else empty)
        path.write_text(text, encoding="utf-8")
    return enter


def run(*words, **more):
    return CliRunner().invoke(main, words, **more)


def test_no_cohort_while_nobody_can_be_called(course, set_up, own_content):
    before = canaries(course, ANNA)
    ran = run("new-cohort", "Spring", "--without-backup", "--yes")
    lines = (own_content / "course.yml").read_text(encoding="utf-8").splitlines()
    assert ran.exit_code == 2
    for field in ("name", "worry"):
        assert f"line {lines.index(f'  {field}: null') + 1}, `{field}`" in ran.output
    set_up(NAMED)
    ran = run("new-cohort", "Spring", "--without-backup", "--yes")
    assert ran.exit_code == 2 and "`worry`" in ran.output and "`name`" not in ran.output
    assert canaries(course, ANNA) == before


def test_a_name_written_on_the_line_itself_is_answered_with_how_it_can_be_read(set_up, own_content):
    set_up(CALLED)
    path = own_content / "course.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("  name: null\n", "  name: Morag\n"), encoding="utf-8")
    said = run("new-cohort", "Spring", "--without-backup", "--yes").output
    assert "cannot be read: please write `name: |-`" in said and "write `worry" not in said


def test_no_cohort_while_the_last_ones_data_is_here_without_a_backup(course, set_up):
    set_up(NAMED, CALLED)
    before = canaries(course, ANNA)
    ran = run("new-cohort", "Spring", "--yes")
    assert ran.exit_code == 2 and "peer-course backup" in ran.output
    assert run("backup").exit_code == 0
    records.save(course, records.Marking(task=TASK, learner="later", marker="morag"))
    later = course.records.stat().st_mtime + 60
    __import__("os").utime(course.records, (later, later))
    assert run("new-cohort", "Spring", "--yes").exit_code == 2
    assert canaries(course, ANNA) == before


def test_it_asks_first(course, set_up):
    set_up(NAMED, CALLED)
    before = canaries(course, ANNA)
    ran = run("new-cohort", "Spring", "--without-backup", input="n\n")
    assert ran.exit_code == 1 and "submitted: 2" in ran.output
    assert canaries(course, ANNA) == before


def test_the_new_cohort_starts_clean_and_its_gradebook_knows_the_tasks(course, set_up):
    from nbgrader.api import Gradebook

    set_up(NAMED, CALLED)
    released = (course.release / TASK / f"{TASK}.ipynb").read_bytes()
    (course.autograded / "README.md").write_text("stays")
    stick = course.root.parent / "stick" / "marks.csv"
    assert run("backup").exit_code == 0
    ran = run("new-cohort", "Spring 2026", "--yes")
    assert ran.exit_code == 0, ran.output
    assert f"nbgrader release_assignment {TASK}" in ran.output and str(stick) in ran.output
    left = {name for name in canaries(course, ANNA) if not name.startswith("before-restore")}
    assert left == {"tutors/my-notes.md", "tutors/.ipynb_checkpoints/my-notes-checkpoint.md", "my-work/notes.md",
                    ".ipynb_checkpoints/Untitled-checkpoint.ipynb", "marks.csv"}
    assert (course.autograded / "README.md").read_text() == "stays"
    assert (course.release / TASK / f"{TASK}.ipynb").read_bytes() == released
    with Gradebook(course.gradebook_url, "peer_support") as book:
        assert [one.name for one in book.assignments] == [TASK] and book.students == []
        assert len(book.find_notebook(TASK, TASK).solution_cells) == 2
    assert records.noted(course, "cohort")["name"] == "Spring 2026"


def test_a_task_that_cannot_be_prepared_is_named_and_keeps_its_release(course, set_up):
    set_up(NAMED, CALLED)
    released = (course.release / TASK / f"{TASK}.ipynb").read_bytes()
    (course.source / TASK / f"{TASK}.ipynb").write_text("no notebook")
    ran = run("new-cohort", "Spring", "--without-backup", "--yes")
    assert ran.exit_code == 1 and f"Not prepared: {TASK}" in ran.output
    assert (course.release / TASK / f"{TASK}.ipynb").read_bytes() == released


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 101])
def test_a_cohort_needs_a_short_name(course, set_up, name):
    set_up(NAMED, CALLED)
    ran = run("new-cohort", "--yes", "--", name)
    assert ran.exit_code == 2 and "short name" in ran.output


def test_the_backup_of_the_last_cohort_still_comes_back(course, set_up, tmp_path):
    set_up(NAMED, CALLED)
    before = canaries(course, ANNA)
    assert run("backup", "--to", str(tmp_path / "last.tar.gz")).exit_code == 0
    run("new-cohort", "Spring", "--yes")
    assert run("restore", str(tmp_path / "last.tar.gz"), "--yes").exit_code == 0
    back = {name for name in before if ".ipynb_checkpoints" not in name and "nbgrader_cache" not in name}
    assert back - {"gradebook.db.2025-03-01-100000.000000"} <= canaries(course, ANNA)


def last_cohort(course, set_up, tmp_path):
    """A cohort that is over, with Anna in its backup and in a list that was written out."""
    set_up(NAMED, CALLED)
    assert run("backup", "--to", str(tmp_path / "last.tar.gz")).exit_code == 0
    assert run("new-cohort", "Autumn", "--yes").exit_code == 0
    # What a restore had set aside is named and left: the tutor deletes it.
    shutil.rmtree(course.root / "before-restore-2025")
    return course.root.parent / "stick" / "marks.csv"


def test_somebody_of_the_last_cohort_can_be_erased_from_what_a_backup_brings_back(course, set_up, tmp_path):
    marks = last_cohort(course, set_up, tmp_path)
    assert ANNA in marks.read_text() and records.exports(course) == [str(marks)]
    ran = run("erase", ANNA, "--yes")
    assert ran.exit_code == 0 and "RECEIPT OF AN ERASURE" in ran.output, ran.output
    assert ANNA not in marks.read_text() and BEN in marks.read_text()
    assert len(ledger.read(course)["erased"]) == 1 and len(list((course.root / "receipts").iterdir())) == 1
    ran = run("restore", str(tmp_path / "last.tar.gz"), "--yes")
    assert ran.exit_code == 0 and "1 of the people in it had been erased since" in ran.output
    assert not (course.submitted / ANNA).exists() and (course.submitted / BEN).exists()


def test_it_asks_before_it_notes_the_erasure_of_somebody_who_is_not_here(course, set_up, tmp_path):
    marks = last_cohort(course, set_up, tmp_path)
    before = marks.read_bytes()
    ran = run("erase", ANNA, input="n\n")
    assert ran.exit_code == 1 and "a backup may hold them. Note the erasure" in ran.output
    assert marks.read_bytes() == before and ledger.read(course)["erased"] == []


def test_a_script_that_mistypes_a_name_is_not_told_that_somebody_was_erased(course):
    assert run("backup").exit_code == 0
    ran = run("erase", "ana.ross", "--yes")
    assert ran.exit_code == 2 and "Did you mean anna.ross?" in ran.output and "without --yes" in ran.output
    assert ledger.read(course)["erased"] == []
