"""A backup brings a destroyed course back, overwrites nothing, trusts nothing, and forgets whom it has to forget."""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import tarfile

import pytest
from click.testing import CliRunner
from data_rights import ANNA, BEN, STAMP, TASK, a_course, canaries
from peer_course.cli import main
from peer_course.marking import backup, ledger, packed, records
from peer_course.marking import restore as restoring


@pytest.fixture
def course(tmp_path, monkeypatch, course_template):
    made = a_course(tmp_path, monkeypatch, course_template)
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(tmp_path / "no-content"))
    made.inbound.chmod(0o2733)
    return made


@pytest.fixture
def file(course, tmp_path):
    path = tmp_path / "safe" / "cohort.tar.gz"
    assert run("backup", "--to", str(path)).exit_code == 0
    return path


@pytest.fixture(autouse=True)
def words_of_the_course(monkeypatch):
    """The content of this course is not part of these tests; its sentences still are."""
    from peer_course import library

    held = library.document("words")
    monkeypatch.setattr(library, "document", lambda name: held)


def run(*words, **more):
    return CliRunner().invoke(main, words, **more)


def restore(path):
    return run("restore", str(path), "--yes")


def work(course):
    """What a cohort consists of, as bytes, and the rows of both databases."""
    tops = [course.root / name for name in backup.FOLDERS] + [course.exchange / "peer_support", course.root / "grades.csv"]
    files = {path: path.read_bytes() for top in tops for path in (top, *top.rglob("*"))
             if path.is_file() and ".ipynb_checkpoints" not in path.parts}
    return files, *(rows(course.root / name) for name in backup.DATABASES)


def rows(path):
    with sqlite3.connect(path) as db:
        return list(db.iterdump())


def destroy(course):
    shutil.rmtree(course.root)
    shutil.rmtree(course.exchange)
    course.root.mkdir()


def packed_with(path, members, about=None):
    """Write a tar file with these members and a fitting list of contents."""
    files = {name: [len(held), hashlib.sha256(held).hexdigest()] for name, held in members.items()}
    about = {"format": 1, "made": "2025-01-01T00:00:00+00:00", "delete_by": "2030-01-01", "files": files,
             "folders": {}} | (about or {})
    with tarfile.open(path, "w:gz") as tar:
        for name, held in (members | {"manifest.json": json.dumps(about).encode()}).items():
            info = tarfile.TarInfo(name)
            info.size = len(held)
            tar.addfile(info, io.BytesIO(held))
    return path


def test_a_destroyed_course_comes_back(course, file, monkeypatch):
    before = work(course)
    source = (course.source / TASK / f"{TASK}.ipynb").read_bytes()
    destroy(course)
    monkeypatch.chdir(course.root)
    (course.root / "release").mkdir()
    (course.root / "nbgrader_config.py").touch()
    ran = restore(file)
    assert ran.exit_code == 0, ran.output
    assert "2 people, 2 collected hand-ins" in ran.output
    assert work(course) == before
    assert (course.source / TASK / f"{TASK}.ipynb").read_bytes() == source
    assert stat.S_IMODE(course.inbound.stat().st_mode) == 0o2733
    assert [path.name for path in course.root.glob("before-restore-*")] == []


def test_a_backup_is_for_this_account_alone_and_says_when_it_has_to_go(course, tmp_path):
    ran = run("backup", "--keep-days", "30")
    path = next((course.root / "backups").iterdir())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600 and stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert "(30 days)" in ran.output and "not encrypted" in ran.output
    assert packed.manifest(path)["delete_by"] == ledger.backups(course)[0]["delete_by"]


def test_what_is_here_is_moved_aside_and_not_overwritten(course, file):
    (course.submitted / BEN / TASK / "newer.ipynb").write_text("newer")
    records.save(course, records.Marking(task=TASK, learner="cat", marker="morag"))
    now = work(course)
    ran = restore(file)
    aside = next(course.root.glob("before-restore-2*-*-*"))
    assert str(aside) in ran.output and stat.S_IMODE(aside.stat().st_mode) == 0o700
    assert (aside / "submitted" / BEN / TASK / "newer.ipynb").read_text() == "newer"
    assert "cat" in str(rows(aside / "marking.db"))
    assert len([p for p in aside.rglob("*") if p.is_file() and ".ipynb_checkpoints" not in p.parts]) == len(now[0]) + 2


def test_files_of_the_course_that_were_changed_since_stay(course, file):
    (course.source / TASK / f"{TASK}.ipynb").write_text("better words")
    ran = restore(file)
    assert (course.source / TASK / f"{TASK}.ipynb").read_text() == "better words"
    assert f"source/{TASK}/{TASK}.ipynb" in ran.output


def test_who_was_erased_since_stays_erased(course, file):
    run("erase", ANNA, "--yes")
    quoted = f"submitted/{BEN}/{TASK}/quoted.ipynb"
    before = canaries(course, ANNA)
    ran = restore(file)
    assert ran.exit_code == 0, ran.output
    assert "1 of the people in it had been erased since" in ran.output
    aside = next(course.root.glob("before-restore-2*-*-*")).name
    # What a person quoted of hers is theirs, here and in the folder that was moved aside.
    assert canaries(course, ANNA) == before | {f"{aside}/{quoted}"}
    assert (course.submitted / BEN / TASK / f"{TASK}.ipynb").is_file()
    assert [one.learner for one in records.every(course)] == [BEN]


def test_one_person_is_a_person():
    found = restoring.Restored("2025-03-01T10:00", people=1, hand_ins=1, erased_again=1)
    said = " ".join(restoring.told(found))
    assert "UTC: 1 person, 1 collected hand-in." in said and "and was taken out again" in said
    found = restoring.Restored("2025-03-01T10:00", people=2, hand_ins=0, erased_again=2)
    said = " ".join(restoring.told(found))
    assert "UTC: 2 people, 0 collected hand-ins." in said and "and were taken out again" in said


def test_an_erasure_that_broke_off_is_done_when_a_backup_comes_back(course, monkeypatch, tmp_path):
    ledger.ask(course, ANNA)
    run("backup", "--to", str(tmp_path / "later.tar.gz"))
    destroy(course)
    monkeypatch.chdir(course.root)
    (course.root / "release").mkdir()
    (course.root / "nbgrader_config.py").touch()
    assert "had been erased" in restore(tmp_path / "later.tar.gz").output
    assert not (course.submitted / ANNA).exists() and (course.submitted / BEN).exists()


def test_who_has_come_back_to_the_course_after_an_erasure_is_kept(course, tmp_path):
    run("erase", ANNA, "--yes")
    held = ledger.read(course)
    held["erased"][0]["done"] = "2025-01-01T00:00:00+00:00"
    ledger.write(course, held)
    (course.submitted / ANNA / TASK).mkdir(parents=True)
    (course.submitted / ANNA / TASK / "new.ipynb").write_text("{}")
    run("backup", "--to", str(tmp_path / "new.tar.gz"))
    shutil.rmtree(course.submitted)
    ran = restore(tmp_path / "new.tar.gz")
    assert "erased" not in ran.output
    assert (course.submitted / ANNA / TASK / "new.ipynb").is_file()


def test_an_old_backup_never_changes_the_list_of_erasures(course, file):
    run("erase", ANNA, "--yes")
    before = ledger.read(course)
    restore(file)
    assert ledger.read(course) == before


def test_a_backup_taken_while_the_gradebook_is_written_is_consistent(course, tmp_path):
    other = sqlite3.connect(course.gradebook, isolation_level=None)
    other.execute("begin immediate")
    other.execute("update student set first_name = 'half written'")
    ran = run("backup", "--to", str(tmp_path / "b.tar.gz"))
    other.execute("rollback")
    other.close()
    assert ran.exit_code == 0, ran.output
    packed.unpack(tmp_path / "b.tar.gz", (tmp_path / "out").mkdir() or tmp_path / "out")
    assert "half written" not in str(rows(tmp_path / "out" / "gradebook.db"))


def test_a_locked_gradebook_leaves_no_half_backup(course, tmp_path):
    other = sqlite3.connect(course.gradebook, isolation_level=None)
    other.execute("begin exclusive")
    ran = run("backup", "--to", str(tmp_path / "b.tar.gz"))
    refused = run("restore", str(tmp_path / "b.tar.gz"), "--yes")
    other.close()
    assert ran.exit_code == 2 and "used by another program" in ran.output and "No backup was written" in ran.output
    assert refused.exit_code == 2 and "used by another program" in refused.output
    assert not list(tmp_path.glob("*.tar.gz")) and not list(tmp_path.glob(".databases*"))


def test_a_full_disk_leaves_no_half_backup(course, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    ran = run("backup", "--to", str(tmp_path / "b.tar.gz"))
    assert ran.exit_code == 2 and "the disk is full" in ran.output
    assert [path.name for path in tmp_path.iterdir() if "tar" in path.name] == []


def test_a_backup_never_replaces_a_file(course, file):
    before = file.read_bytes()
    ran = run("backup", "--to", str(file))
    assert ran.exit_code == 2 and "choose another name" in ran.output
    assert file.read_bytes() == before


def test_a_restore_that_breaks_off_leaves_everything_as_it_was(course, file, monkeypatch):
    def full(before, after, *rest):
        if ".restoring-" in str(before) and "exchange" in str(before):
            raise OSError(28, "No space left on device", str(after))
        return move(before, after, *rest)

    move, before = shutil.move, work(course)
    monkeypatch.setattr("shutil.move", full)
    ran = restore(file)
    assert ran.exit_code == 2 and "the disk is full" in ran.output
    assert work(course) == before
    assert not list(course.root.glob(".restoring-*"))


@pytest.mark.parametrize("name", ["../out", "/tmp/out", "submitted/../../out", "utils/x.py", "nbgrader_config.py",
                                  "exchange/other/x", "submitted//x", "submitted/a\\b"])
def test_a_backup_can_only_hold_files_of_a_course(course, tmp_path, name):
    before = work(course)
    ran = restore(packed_with(tmp_path / "evil.tar.gz", {name: b"x"}))
    assert ran.exit_code == 2 and "is not a whole backup of this course" in ran.output
    assert "Nothing was changed" in ran.output
    assert work(course) == before and not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_devices_in_a_backup_are_refused(course, tmp_path, kind):
    path = tmp_path / "evil.tar.gz"
    with tarfile.open(path, "w:gz") as tar:
        info = tarfile.TarInfo("submitted/x")
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    assert restore(path).exit_code == 2
    assert not (course.submitted / "x").exists()


def test_a_changed_cut_or_foreign_file_is_refused_with_a_sentence(course, file, tmp_path):
    before = work(course)
    whole = file.read_bytes()
    changed = packed_with(tmp_path / "changed.tar.gz", {"submitted/a": b"x"}, {"files": {"submitted/a": [1, "0" * 64]}})
    (tmp_path / "cut.tar.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.tar.gz").write_text("not packed")
    (tmp_path / "empty.tar.gz").write_bytes(b"")
    for path in (changed, tmp_path / "cut.tar.gz", tmp_path / "text.tar.gz", tmp_path / "empty.tar.gz"):
        ran = restore(path)
        assert ran.exit_code == 2 and "is not a whole backup" in ran.output, ran.output
    ran = restore(tmp_path / "none.tar.gz")
    assert ran.exit_code == 2 and "There is no file" in ran.output
    assert work(course) == before


def test_a_backup_with_a_damaged_gradebook_changes_nothing(course, tmp_path):
    before = work(course)
    ran = restore(packed_with(tmp_path / "b.tar.gz", {"gradebook.db": b"no database at all" * 100}))
    assert ran.exit_code == 2, ran.output
    assert work(course) == before


def test_a_damaged_gradebook_can_be_replaced_by_a_backup(course, file):
    course.gradebook.write_bytes(b"no database at all" * 100)
    assert restore(file).exit_code == 0
    assert BEN in str(rows(course.gradebook))


def test_it_asks_before_it_restores(course, file):
    ran = run("restore", str(file), input="n\n")
    assert ran.exit_code == 1 and "Nothing was changed" in ran.output
    assert not list(course.root.glob("before-restore-2*-*-*"))


def test_an_overdue_backup_is_named(course, file):
    held = ledger.read(course)
    held["backups"][0]["delete_by"] = "2025-01-01"
    ledger.write(course, held)
    ran = run("backup")
    assert f"should be deleted now: {file}" in ran.output
    assert f"The backup {file}" in run("erase", ANNA, "--yes").output


def test_a_link_in_collected_work_is_left_out_and_named(course, tmp_path):
    (course.submitted / BEN / TASK / "out").symlink_to("/etc/passwd")
    ran = run("backup", "--to", str(tmp_path / "b.tar.gz"))
    assert f"submitted/{BEN}/{TASK}/out" in ran.output


def modes(course):
    """Who may open what is for tutors alone."""
    paths = [course.root / name for name in ("marking.db", "gradebook.db", "grades.csv", "receipts")]
    return [path.stat().st_mode & 0o777 for path in (*paths, next((course.root / "receipts").iterdir()))]


@pytest.mark.parametrize(("shared", "theirs"), [(False, 0o600), (True, 0o660)])
def test_what_comes_back_is_as_closed_as_it_was(course, tmp_path, monkeypatch, shared, theirs):
    assert run("erase", ANNA, "--yes").exit_code == 0
    assert run("backup", "--to", str(tmp_path / "b.tar.gz")).exit_code == 0
    destroy(course)
    course.root.chmod(0o2770 if shared else 0o755)
    monkeypatch.chdir(course.root)
    (course.root / "release").mkdir()
    (course.root / "nbgrader_config.py").touch()
    before = os.umask(0o022)
    try:
        assert restore(tmp_path / "b.tar.gz").exit_code == 0
    finally:
        os.umask(before)
    assert modes(course) == [theirs, theirs, theirs, 0o700, 0o600]


@pytest.mark.skipif(os.geteuid() != 0, reason="Not run: only root can give a file to somebody else.")
def test_a_hand_in_under_anothers_name_does_not_become_theirs_by_backup_and_restore(course, tmp_path):
    forged = course.inbound / f"{BEN}+{TASK}+{STAMP}+forged"
    forged.mkdir()
    (forged / f"{TASK}.ipynb").write_text("{}")
    for path in (forged, forged / f"{TASK}.ipynb"):
        os.chown(path, 61002, 61002)
    ran = run("backup", "--to", str(tmp_path / "b.tar.gz"))
    assert ran.exit_code == 0
    assert f"somebody else put it there than its name says: exchange/peer_support/inbound/{forged.name}\n" in ran.output
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        names = tar.getnames()
    assert not any("forged" in name for name in names) and any(f"inbound/{BEN}+" in name for name in names)


def test_a_backup_that_was_encrypted_where_it_lies_is_still_known(course, file):
    file.rename(f"{file}.age")
    assert [one["path"] for one in ledger.backups(course)] == [f"{file}.age"]
    assert f"The backup {file}.age" in run("erase", ANNA, "--yes").output
