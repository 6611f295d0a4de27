"""Reading the course's words: broken files get a sentence, and learners keep the last good form."""

import shutil
import subprocess
import sys

import pytest
from peer_course import library
from peer_course.library import compile, paths
from peer_course.library.compile import compile_document, documents, read

SORT = """kind: sort
session: 02-what-is-recovery
title: |-
  A title
ask: |-
  Put it somewhere.
minutes: 3
intensity: low
places:
  - id: one
    name: |-
      One
  - id: two
    name: |-
      Two
items:
  - id: a
    text: |-
      I'm peer #1: yes
    fits:
      one: |-
        A reason.
  - id: b
    text: |-
      10:30
    fits:
      two: |-
        A reason.
  - id: c
    text: |-
      no
    fits:
      one: |-
        A reason.
      two: |-
        Another.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "words" / "exercises").mkdir(parents=True)
    return tmp_path / "words"


def said(folder, text: str, name="exercises/a-page") -> str:
    (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return "\n".join(map(str, read(folder, name).problems))


def test_a_good_file_is_read_word_for_word(folder):
    assert said(folder, SORT) == ""
    texts = [item["text"] for item in read(folder, "exercises/a-page").data["items"]]
    assert texts == ["I'm peer #1: yes", "10:30", "no"]


@pytest.mark.parametrize(("change", "sentence"), [
    (("title: |-\n  A title", "title: A title # of mine"), "line 3: please start the text on the line after `title: |-`"),
    (("places:", "plces:"), "did you mean `places`"),
    (("intensity: low", "intensity: loud"), "can be low, medium or high, not `loud`"),
    (("kind: sort", "kind: sord"), "did you mean `sort`"),
    (("minutes: 3", "minutes: soon"), "should be a whole number"),
    (("  - id: b", "  - id: a"), "the id `a` is used twice"),
    (("      two: |-\n        A reason.", "      three: |-\n        A reason."), "line 27: there is no place `three`"),
    (("session: 02-what-is-recovery\n", ""), "`session` is missing"),
    (("minutes: 3", "minutes: 3\nminutes: 4"), "stands here twice"),
    (("  - id: a", "\t- id: a"), "there is a tab"),
    (("title: |-\n  A title", "title: a: b"), "a colon in the text"),
    (("  Put it somewhere.", "  "), "the text of `ask` is empty"),
    (("id: one", "id: One Two"), "small letters, digits and hyphens"),
])
def test_a_mistake_is_named_with_file_line_and_what_to_do(folder, change, sentence):
    assert change[0] in SORT
    found = said(folder, SORT.replace(*change, 1))
    assert found.startswith("content/exercises/a-page.yml") and sentence in found


@pytest.mark.parametrize("text", ["", "just words", "- a\n- b\n", "kind: [sort", "\x00", "a: &x\n  *y"])
def test_any_broken_file_gets_a_sentence_and_no_traceback(folder, text):
    assert said(folder, text)


def test_a_file_that_is_not_text_gets_a_sentence(folder):
    (folder / "exercises" / "a-page.yml").write_bytes(b"\xff\xfe\x00bad")
    assert "not UTF-8" in str(read(folder, "exercises/a-page").problems[0])


def test_every_file_of_the_course_can_be_read():
    content = paths.ROOT / "content"
    problems = [p for name in documents(content) for p in read(content, name).problems]
    assert [str(p) for p in problems] == []


def test_a_changed_sentence_is_what_learners_see_next(own_content):
    file = own_content / "exercises" / "first-try.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("A first try", "A first go"), encoding="utf-8")
    assert library.exercise("first-try").title == "A first go"


def test_a_broken_change_is_refused_and_the_last_good_one_stays(own_content):
    file = own_content / "exercises" / "first-try.yml"
    assert library.exercise("first-try").title == "A first try"
    file.write_text("title: broken: file", encoding="utf-8")
    assert library.exercise("first-try").title == "A first try"


def test_a_file_that_was_never_good_gives_a_sentence(own_content):
    (own_content / "exercises" / "new-page.yml").write_text("kind: nothing", encoding="utf-8")
    with pytest.raises(library.Unknown, match="peer-course check"):
        library.exercise("new-page")


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(library.Unknown, match="Did you mean “first-try”"):
        library.exercise("first-trie")


def test_a_folder_that_cannot_be_written_gives_a_sentence(own_content, tmp_path):
    (tmp_path / "a-file").write_text("in the way")
    document = compile_document(own_content, "words", [tmp_path / "a-file" / "below"])
    assert "could not be written" in str(document.problems[0])


def test_a_learner_needs_none_of_the_heavy_libraries():
    code = ("import sys; from peer_course import exercise, support, carry_on, my_answers\n"
            "exercise('first-try'); exercise('rewrite-notes'); support(); carry_on(); my_answers()\n"
            "print([m for m in ('yaml','pandas','nbgrader','nbformat','jsonschema') if m in sys.modules])")
    subprocess.run([sys.executable, "-m", "peer_course.library.compile"], check=True)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_words_that_nobody_changed_are_not_compiled_again_for_each_person(tmp_path, monkeypatch):
    shutil.copytree(paths.ROOT / "content", tmp_path / "content")
    compile.main([])
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(tmp_path / "content"))
    monkeypatch.setattr(library, "_compile_apart", lambda *_: pytest.fail("compiled again"))
    assert library.exercise("first-try").title
    assert library.words()("saved.saved")


def test_a_broken_change_leaves_the_courses_own_words_to_somebody_who_opens_them_for_the_first_time(tmp_path, monkeypatch):
    shutil.copytree(paths.ROOT / "content", tmp_path / "content")
    compile.main([])
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(tmp_path / "content"))
    (tmp_path / "content" / "exercises" / "first-try.yml").write_text("kind: [", encoding="utf-8")
    assert library.exercise("first-try").options
