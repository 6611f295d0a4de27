"""Erasing a person: text planted wherever the evidence names a place, and nothing left but what the receipt names."""

import json
import os
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner
from data_rights import ANNA, BEN, SENTENCE, STAMP, TASK, a_course, canaries, words_of
from peer_course import library
from peer_course.cli import main
from peer_course.kinds import scale_shared
from peer_course.marking import erasure, ledger, records, shared_scales, sweep

ROOT = Path(__file__).resolve().parents[2]
LEFT = {"tutors/my-notes.md", "my-work/notes.md", f"submitted/{BEN}/{TASK}/quoted.ipynb"}


@pytest.fixture
def course(tmp_path, monkeypatch, course_template):
    return a_course(tmp_path, monkeypatch, course_template)


def erase(*words, **more):
    return CliRunner().invoke(main, ["erase", *words], **more)


def receipt_of(course):
    return max((course.root / "receipts").glob("*.txt"), key=lambda path: path.stat().st_mtime_ns)


def held(course):
    """Every file with its bytes, but for what an erasure may write."""
    return {path: path.read_bytes() for top in (course.root, course.exchange) for path in sorted(top.rglob("*"))
            if path.is_file() and path.name != ledger.FILE and "receipts" not in path.parts}


def test_nothing_is_left_on_the_tutors_side_but_what_the_receipt_names(course):
    assert len(canaries(course, ANNA)) > 25
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 0, ran.output
    assert canaries(course, ANNA) == LEFT
    said = receipt_of(course).read_text(encoding="utf-8")
    assert "tutors/my-notes.md" in said and "pictures.zip" in said
    assert "1 file(s) of theirs remain" in said
    assert "1 file(s) hold the same sentence" in said


def test_the_receipt_holds_no_personal_data_and_is_for_this_account_alone(course):
    ran = erase(ANNA, "--yes")
    said = receipt_of(course).read_text(encoding="utf-8")
    assert not any(word in said for word in (ANNA, "Anna", "Ross", BEN, SENTENCE[:20], "x.example"))
    assert said in ran.output
    assert "What the person has to do" in said and "What whoever looks after the computer has to do" in said
    assert stat.S_IMODE(receipt_of(course).stat().st_mode) == 0o600
    assert stat.S_IMODE((course.root / ledger.FILE).stat().st_mode) == 0o600
    assert ANNA not in (course.root / ledger.FILE).read_text()


def test_what_belongs_to_others_stays_as_it_was(course):
    before = {path: held for path, held in held(course).items() if BEN in str(path)}
    events = len(records.events(course, BEN))
    erase(ANNA, "--yes")
    assert before == {path: held for path, held in held(course).items() if BEN in str(path)}
    assert before
    assert [one.learner for one in records.every(course)] == [BEN]
    assert len(records.events(course, BEN)) == events
    assert (course.root / "grades.csv").read_bytes() == f'assignment,student_id,score\r\n{TASK},ben,"8"\r\n'.encode()
    draws = records.noted(course, f"second/{TASK}")["draws"]
    assert draws == [{"seed": "1", "pool": [[2, STAMP]], "drawn": [[2, STAMP]]}]
    assert records.noted(course, "shown-scales") == {"who": [BEN]}
    with sqlite3.connect(course.gradebook) as db:
        assert db.execute("select id from student").fetchall() == [(BEN,)]
        assert db.execute("select count(*) from comment where manual_comment is not null").fetchone() == (1,)


def test_it_asks_first_and_a_no_changes_nothing(course):
    before = held(course)
    ran = erase(ANNA, input="n\n")
    assert ran.exit_code == 1 and "Nothing was changed" in ran.output
    assert "hand-ins in the exchange: 2" in ran.output
    # One waits in the hand-in, and two lie where earlier versions of the course put them.
    assert "feedback pages in the exchange: 3" in ran.output
    assert held(course) == before and not (course.root / ledger.FILE).exists()


def test_it_can_be_run_again(course):
    erase(ANNA, "--yes")
    before = {path: data for path, data in held(course).items() if ".db" not in path.name}
    again = erase(ANNA, "--yes")
    assert again.exit_code == 0, again.output
    assert "Nothing more was there" in again.output
    assert {path: data for path, data in held(course).items() if ".db" not in path.name} == before
    assert len(ledger.read(course)["erased"]) == 1


@pytest.mark.parametrize("broken", ["from_gradebook", "from_records", "from_list"])
def test_an_erasure_that_broke_off_is_completed_by_the_next_run(course, monkeypatch, broken):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(f"peer_course.marking.forget_rows.{broken}", stop)
        assert erase(ANNA, "--yes").exit_code == 1
    assert canaries(course, ANNA) > LEFT
    assert ledger.read(course)["erased"][0]["done"] == ""
    assert erase(ANNA, "--yes").exit_code == 0
    assert canaries(course, ANNA) == LEFT


def test_an_unknown_name_gets_near_ones_and_changes_nothing(course):
    before = held(course)
    ran = erase("ana.ross", "--yes")
    assert ran.exit_code == 2
    assert "Did you mean anna.ross?" in ran.output
    assert held(course) == before and not (course.root / ledger.FILE).exists()


@pytest.mark.parametrize("name", ["", " ", ".", "..", "../submitted", "a\\b", "*", "[ab]*"])
def test_a_name_is_never_a_path_or_a_pattern(course, name):
    before = held(course)
    assert erase("--yes", "--", name).exit_code == 2
    assert held(course) == before


@pytest.mark.parametrize("name", ["anna+b", "O'Neill & søn", "李雷", "a[b]*", "-dash", "x@y.example", "=2+2"])
def test_a_name_with_odd_characters_is_erased_and_its_neighbours_are_not(course, name):
    from nbgrader.api import Gradebook

    folder = course.inbound / f"{name}+{TASK}+{STAMP}+random"
    for path in (folder, course.submitted / name / TASK):
        path.mkdir(parents=True)
        (path / "note.ipynb").write_text("{}")
    with Gradebook(course.gradebook_url, "peer_support") as book:
        book.add_student(name)
    ran = erase("--yes", "--", name)
    assert ran.exit_code == 0, ran.output
    assert not folder.exists() and not (course.submitted / name).exists()
    assert (course.submitted / ANNA / TASK).is_dir()
    assert len([path for path in course.inbound.iterdir() if path.name.startswith(ANNA)]) == 2
    with sqlite3.connect(course.gradebook) as db:
        assert sorted(db.execute("select id from student").fetchall()) == [(ANNA,), (BEN,)]


def test_a_locked_gradebook_is_named_and_the_next_run_completes_it(course, monkeypatch):
    other = sqlite3.connect(course.gradebook, isolation_level=None)
    # Each look at it would wait five seconds, a dozen times.
    connect = sqlite3.dbapi2.connect
    monkeypatch.setattr("sqlite3.dbapi2.connect", lambda *given, **more: connect(*given, **more | {"timeout": 0.1}))
    monkeypatch.setattr("sqlite3.connect", sqlite3.dbapi2.connect)
    other.execute("begin exclusive")
    ran = erase(ANNA, "--yes")
    other.execute("rollback")
    other.close()
    assert ran.exit_code == 1
    assert "The gradebook is being used by another program" in ran.output
    assert "Traceback" not in ran.output
    assert "run the same command again" in ran.output
    assert erase(ANNA, "--yes").exit_code == 0
    assert canaries(course, ANNA) == LEFT


def test_without_a_gradebook_the_folders_are_erased(course):
    course.gradebook.unlink()
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 0, ran.output
    assert not course.gradebook.exists()
    assert canaries(course, ANNA) == LEFT


def test_a_full_disk_stops_it_before_anything_is_removed(course, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    before = held(course)
    monkeypatch.setattr("os.fsync", full)
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 2 and "the disk is full" in ran.output
    assert held(course) == before


def test_a_link_is_removed_and_what_it_leads_to_is_not(course, tmp_path):
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "kept").write_text("kept")
    (course.submitted / "zoe").symlink_to(outside)
    (course.autograded / "zoe").mkdir()
    (course.autograded / "zoe" / "out").symlink_to(outside)
    assert erase("zoe", "--yes").exit_code == 0
    assert not (course.submitted / "zoe").is_symlink() and not (course.autograded / "zoe").exists()
    assert (outside / "kept").read_text() == "kept"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_cannot_be_removed_is_named_for_the_administrator(course):
    course.inbound.chmod(0o500)
    ran = erase(ANNA, "--yes")
    course.inbound.chmod(0o700)
    assert ran.exit_code == 1 and "Whoever looks after the computer" in ran.output


def test_what_cannot_be_removed_is_named_without_the_persons_name(course, monkeypatch):
    def refuse(path):
        if path.parent == course.inbound:
            raise PermissionError(13, "Permission denied", str(path))
        return remove(path)

    remove = erasure.remove
    monkeypatch.setattr(erasure, "remove", refuse)
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 1
    said = receipt_of(course).read_text(encoding="utf-8")
    assert "could not be removed (Permission denied)" in said and ANNA not in said
    assert ledger.read(course)["erased"][0]["done"] == ""


def test_a_comment_on_somebody_elses_work_that_names_the_person_is_left_and_named(course):
    records.save(course, records.Marking(task=TASK, learner="cat", marker="morag", well=f"As {ANNA} said"))
    ran = erase(ANNA, "--yes")
    assert "marking.db: the name still stands in it" in ran.output
    assert {one.learner for one in records.every(course)} == {BEN, "cat"}


def test_what_export_gave_out_is_erased_as_well(course, tmp_path):
    given = tmp_path / "course" / "for-her"
    assert CliRunner().invoke(main, ["export", ANNA, "--to", str(given)]).exit_code == 0
    erase(ANNA, "--yes")
    assert not given.exists()
    assert canaries(course, ANNA) == LEFT


@pytest.mark.parametrize("words", [(), ("--to", "for-her")])
def test_the_receipt_does_not_say_that_a_name_stays_where_an_export_was_noted(course, words):
    assert CliRunner().invoke(main, ["export", ANNA, *words]).exit_code == 0
    assert any(ANNA in path for path in records.exports(course)) or words
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 0, ran.output
    assert ANNA.encode() not in course.records.read_bytes()
    assert "the name still stands in it" not in ran.output and "no longer there" not in ran.output
    assert not any("given-out" in path or "for-her" in path for path in records.exports(course))


def test_an_export_that_cannot_be_removed_stays_noted(course, monkeypatch):
    def refuse(path):
        if "given-out" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return remove(path)

    remove = erasure.remove
    assert CliRunner().invoke(main, ["export", ANNA]).exit_code == 0
    monkeypatch.setattr(erasure, "remove", refuse)
    assert erase(ANNA, "--yes").exit_code == 1
    assert any("given-out" in path for path in records.exports(course))


def shared_page(place):
    """A scale's page as the hand-in panel writes it, with the same point at both moments."""
    scale = shared_scales.scales()[0][1]
    pairs = {s.id: (scale.points[place].id, scale.points[place].id) for s in scale.statements}
    return scale_shared.written(scale, pairs, library.words()("hand_in.scale_page"))


def with_scale(path, *more):
    nb = json.loads(path.read_text())
    source = "\n".join([shared_page(0), *more])
    nb["cells"].append({"cell_type": "markdown", "id": "scale", "metadata": {}, "source": source})
    path.write_text(json.dumps(nb))


def test_the_words_of_a_scale_are_the_courses_and_only_a_persons_own_words_are_looked_for(course):
    own = "and this line below the scale is her very own"
    for who, *more in ((ANNA, own), (BEN,)):
        for step in ("submitted", "autograded"):
            with_scale(course.root / step / who / TASK / f"{TASK}.ipynb", *more)
    shutil.copytree(ROOT / "content", course.root / "content")
    shutil.copytree(ROOT / "notebooks", course.root / "notebooks")
    shutil.copytree(ROOT / "utils" / "peer_course" / "compiled", course.root / "utils" / "compiled")
    (course.root / "tutors" / "other-notes.md").write_text(f"She wrote: {own}.")
    stray = course.root / "notebooks" / "of-hers.ipynb"
    stray.write_text((course.submitted / ANNA / TASK / f"{TASK}.ipynb").read_text())
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 0, ran.output
    named = ran.output.split("Please look at these yourself")[1].split("What the person has to do")[0]
    assert "content/" not in named and "compiled/" not in named and "1 file(s) hold the same sentence" in named
    assert "tutors/other-notes.md: words of theirs" in named and "notebooks/of-hers.ipynb: words of theirs" in named
    assert named.count("notebooks/") == 1


def test_export_gives_everything_in_a_form_that_a_person_can_open(course, tmp_path):
    hostile = records.Marking(task=TASK, learner=ANNA, role="second", marker="<b>mo", well="<script>alert(1)</script>")
    records.save(course, hostile)
    (course.inbound / f"{ANNA}+{TASK}+{STAMP}+randoma" / "evil.html").write_text("<script>alert(1)</script>")
    ran = CliRunner().invoke(main, ["export", ANNA, "--to", str(tmp_path / "out")])
    assert ran.exit_code == 0, ran.output
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    data = json.loads((tmp_path / "out" / "data.json").read_text(encoding="utf-8"))
    assert "Canary of hers" in page and "&lt;script&gt;" in page and "<script" not in page and "http" not in page[500:]
    assert "evil.html" in page and 'evil.html">' not in page and f'{TASK}.html">' in page
    assert data["gradebook"]["hand_ins"][0]["comments"][0]["by_a_person"] == f"Dear {ANNA}, {words_of(ANNA)}"
    assert len(data["markings"]) == 2 and len(data["events"]) == 1 and len(data["kept"]) == 1
    assert {one["list"] for one in data["lists"]} == {"grades.csv", "marks.csv"}
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in files)
    assert any("submitted" in path.parts for path in files) and any("inbound" in path.parts for path in files)
    assert "swimming pool" not in page + json.dumps(data)


@pytest.mark.parametrize("command", ["erase", "export"])
def test_an_unknown_name_is_told_where_names_come_from_and_nothing_is_written(course, command):
    before = held(course)
    for name, near in (("ana.ross", "Did you mean anna.ross? "), ("zzzzzz", "")):
        ran = CliRunner().invoke(main, [command, name])
        assert ran.exit_code == 2
        assert f"called {name}. {near}The names are those of the folders in `submitted`." in ran.output
    assert held(course) == before


def test_an_export_gives_nobody_else_s_row_of_a_list(course, tmp_path):
    head = "assignment,student_id,last_name,first_name,email,score\r\n"
    rows = [f"{TASK},{BEN},Ross,{ANNA},b@x.example,3\r\n", f"{TASK},{ANNA},Low,Anna,a@x.example,8\r\n",
            f"{TASK},number-7,Low,Anna,{ANNA}@x.example,5\r\n"]
    (course.root / "grades.csv").write_text(head + "".join(rows), newline="")
    assert CliRunner().invoke(main, ["export", ANNA, "--to", str(tmp_path / "out")]).exit_code == 0
    data = json.loads((tmp_path / "out" / "data.json").read_text(encoding="utf-8"))
    given = next(one["rows"] for one in data["lists"] if one["list"] == "grades.csv")
    assert [row[1] for row in given] == [ANNA, "number-7"]
    erase(ANNA, "--yes")
    assert (course.root / "grades.csv").read_bytes().decode() == head + rows[0]


def test_copies_of_databases_elsewhere_and_packed_files_of_every_kind_are_named(course, monkeypatch):
    for folder in ("old", "backups/.databases-x"):
        (course.root / folder).mkdir(parents=True)
        for name in ("gradebook.db", "marking.db"):
            shutil.copy(course.root / name, course.root / folder)
    packed = [f"of-mine{end}" for end in (".xlsx", ".ods", ".docx", ".odt", ".age", ".gpg")]
    for name in packed:
        (course.root / name).write_bytes(b"PK")
    opened = []
    real = sweep.arrivals.opened
    monkeypatch.setattr(sweep.arrivals, "opened", lambda folder, name: opened.append(name) or real(folder, name))
    named = erase(ANNA, "--yes").output.split("Please look at these yourself")[1]
    for name in ("old/gradebook.db", "old/marking.db", ".databases-x/gradebook.db", ".databases-x/marking.db"):
        assert f"{name}: words of theirs" in named or f"{name}: the name" in named
    assert all(f"{name}: a packed file, which was not looked into" in named for name in packed)
    # They would be read whole for nothing, however large they are.
    assert opened and not {*packed, "pictures.zip"} & set(opened)


def test_export_never_writes_over_something(course, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("mine")
    ran = CliRunner().invoke(main, ["export", ANNA, "--to", str(tmp_path / "out")])
    assert ran.exit_code == 2 and "choose another folder" in ran.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine"]
