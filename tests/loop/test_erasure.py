"""Erasing a person: text planted wherever the evidence names a place, and nothing left but what the receipt names."""

import json
import re
import shutil
import sqlite3
import stat
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from data_rights import ANNA, BEN, SENTENCE, a_course, canaries
from peer_course.cli import main
from peer_course.marking import course_folder, erasure, ledger, records, traces


@pytest.fixture
def course(tmp_path, monkeypatch, course_template):
    return a_course(tmp_path, monkeypatch, course_template)


def erase(*words, **more):
    return CliRunner().invoke(main, ["erase", *words], **more)


def test_nothing_is_left_on_the_tutors_side_but_what_the_receipt_names(course):
    assert len(canaries(course, ANNA)) > 25
    ran = erase(ANNA, "--yes")
    assert ran.exit_code == 0, ran.output
    left = canaries(course, ANNA)
    assert left == {"tutors/my-notes.md", "my-work/notes.md", "submitted/ben/07-writing-about-people/quoted.ipynb"}
    receipt = next((course.root / "receipts").glob("*.txt"))
    said = receipt.read_text(encoding="utf-8")
    assert "tutors/my-notes.md" in said
    assert "my-work" in said and "1 file(s) of theirs remain" in said
    assert "the work of others" in said and "1 file(s) hold the same sentence" in said
    assert ANNA not in said and SENTENCE[:20] not in said and "Anna Ross" not in said
    assert stat.S_IMODE(receipt.stat().st_mode) == 0o600
