"""The notes that likeness is learned from can be read, and a line that cannot be read is named."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEARNING = Path(__file__).parent / "labelled" / "learning"


@pytest.fixture(scope="module")
def notes():
    spec = importlib.util.spec_from_file_location("learning_notes", ROOT / "utils" / "learning" / "notes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_line_is_a_note_with_its_marks(notes, tmp_path):
    for path in sorted(LEARNING.rglob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert all(notes.pieces(line) for line in lines), path.name
        few = tmp_path / path.name
        few.write_text("\n".join(lines[:40]), encoding="utf-8")
        assert [bool(one.stretches) for one in notes.compact(few)] == [line[0] == "L" for line in lines[:40]]


def test_marked_words_are_found_again(notes, tmp_path):
    path = tmp_path / "w.txt"
    path.write_text("L opinion-as-fact | Tea at four. [[Very rude]] to me, and [[lazy]].\n", encoding="utf-8")
    one = notes.compact(path)[0]
    assert [one.words[first:last + 1] for first, last in one.stretches] == [["very", "rude"], ["lazy"]]
    assert one.topics == ["opinion", "opinion"]
    assert [part.topics for part in notes.sentences(one)] == [[], one.topics]


def test_notes_that_are_joined_keep_their_marks(notes):
    first = notes.note("Tea at four. Very rude.", [(13, 22)], "opinion", "w")
    second = notes.note("He paid. A lost cause. He left.", [(9, 21)], "prediction", "w")
    whole = notes.together([first, second])
    assert [whole.words[a:b + 1] for a, b in whole.stretches] == [["very", "rude"], ["a", "lost", "cause"]]
    assert whole.topics == ["opinion", "prediction"]
    assert whole.sentence == [0, 0, 0, 1, 1, 2, 2, 3, 3, 3, 4, 4]
    assert (first.words, len(first.sentence)) == (["tea", "at", "four", "very", "rude"], 5)


@pytest.mark.parametrize("line", ["H plain | Tea at [[four]].", "L deficit | Tea at four.", "Tea at four.",
                                  "L deficit | Tea [[at four."])
def test_a_line_that_cannot_be_read_is_named(notes, tmp_path, line):
    path = tmp_path / "w.txt"
    path.write_text("H plain | Tea at four.\n" + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"w\.txt, line 2"):
        notes.compact(path)
