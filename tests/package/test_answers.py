"""What a person wrote is never lost: two tabs, damage, full disk, older and newer formats."""

import errno
import json
import os
import stat
from pathlib import Path

import pytest
from peer_course import answers


def test_an_answer_comes_back_as_it_was():
    saved = answers.save("a-page", {"text": "first line\nsecond “line”"}, 0, "tab1")
    assert (saved.revision, answers.load("a-page").answer) == (1, {"text": "first line\nsecond “line”"})


def test_nothing_saved_yet_is_none():
    assert answers.load("a-page") is None


def test_only_the_owner_can_read_it():
    answers.save("a-page", {"text": "mine"}, 0, "tab1")
    if os.name == "nt":
        return  # Windows keeps the user's data folder private by its own rules, not by mode bits.
    assert stat.S_IMODE((answers.folder() / "a-page.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(answers.folder().stat().st_mode) == 0o700


def test_two_tabs_keep_both_versions_however_often_they_save():
    answers.save("a-page", {"text": "common"}, 0, "tab1")
    for turn in range(4):
        answers.save("a-page", {"text": f"one {turn}"}, 1, "tab1")
        answers.save("a-page", {"text": f"two {turn}"}, 1, "tab2")
    texts = {saved.answer["text"] for saved in answers.everything().values()}
    assert {"one 3", "two 3"} <= texts and len(texts) <= 3


def test_two_tabs_are_told_that_both_versions_are_kept():
    answers.save("a-page", {"text": "one"}, 0, "tab1")
    saved = answers.save("a-page", {"text": "two"}, 0, "tab2")
    assert "Both versions are kept" in saved.note


def test_the_same_tab_never_conflicts_with_itself():
    answers.save("a-page", {"text": "one"}, 0, "tab1")
    assert answers.save("a-page", {"text": "one more"}, 0, "tab1").note == ""
    assert list(answers.everything()) == ["a-page"]


@pytest.mark.parametrize("damage", [b"{", b"[]", b"\xff\xfe\x00", b'{"format": 1, "answer": 3}', b""])
def test_a_damaged_file_is_set_aside_and_never_overwritten(damage):
    answers.folder().mkdir(parents=True)
    (answers.folder() / "a-page.json").write_bytes(damage)
    assert "nothing was deleted" in answers.load("a-page").note
    answers.save("a-page", {"text": "new"}, 0, "tab1")
    assert [path.read_bytes() for path in answers.set_aside()] == [damage]
    assert answers.load("a-page").answer == {"text": "new"}


def test_a_damaged_file_met_while_saving_is_set_aside_too():
    answers.save("a-page", {"text": "first"}, 0, "tab1")
    (answers.folder() / "a-page.json").write_text('{"cut off')
    answers.save("a-page", {"text": "second"}, 1, "tab1")
    assert [path.read_text() for path in answers.set_aside()] == ['{"cut off']


def test_an_older_format_is_read():
    answers.folder().mkdir(parents=True)
    (answers.folder() / "a-page.json").write_text('{"text": "from before"}')
    assert answers.load("a-page").answer == {"text": "from before"}


def test_a_newer_format_is_left_exactly_as_it_is():
    answers.folder().mkdir(parents=True)
    newer = json.dumps({"format": 99, "answer": {"text": "from the future"}, "thing": 1})
    (answers.folder() / "a-page.json").write_text(newer)
    for attempt in (lambda: answers.load("a-page"), lambda: answers.save("a-page", {"text": "now"}, 0, "t")):
        with pytest.raises(answers.Newer, match="newer version"):
            attempt()
    assert (answers.folder() / "a-page.json").read_text() == newer


@pytest.mark.parametrize(("number", "says"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only")])
def test_a_full_or_closed_disk_gives_a_sentence_and_keeps_what_was_there(monkeypatch, number, says):
    answers.save("a-page", {"text": "before"}, 0, "tab1")
    before = (answers.folder() / "a-page.json").read_bytes()

    def full(_handle):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(answers.NotSaved, match=says):
        answers.save("a-page", {"text": "after"}, 1, "tab1")
    assert (answers.folder() / "a-page.json").read_bytes() == before
    assert [p.name for p in answers.folder().iterdir()] == ["a-page.json"]


def test_a_write_that_is_cut_short_leaves_the_old_answer_whole(monkeypatch):
    answers.save("a-page", {"text": "before"}, 0, "tab1")

    def killed(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            answers.save("a-page", {"text": "after"}, 1, "tab1")
    assert answers.load("a-page").answer == {"text": "before"}


def test_a_key_cannot_lead_out_of_the_folder():
    for key in ("../elsewhere", "a/b", "", ".hidden", "UPPER"):
        with pytest.raises(ValueError, match="not a key"):
            answers.save(key, {}, 0, "tab1")


def test_removing_one_answer_takes_the_version_kept_beside_it_too():
    answers.save("a-page", {"text": "one"}, 0, "tab1")
    answers.save("a-page", {"text": "two"}, 0, "tab2")
    answers.save("another", {"text": "stays"}, 0, "tab1")
    answers.remove("a-page")
    assert list(answers.everything()) == ["another"]


def test_removing_everything_leaves_nothing():
    answers.save("a-page", {"text": "one"}, 0, "tab1")
    answers.remove_all()
    assert answers.everything() == {} and not answers.folder().exists()
