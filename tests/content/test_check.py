"""`peer-course check`: the course itself is sound, and every kind of mistake is found and named."""

import datetime
import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from peer_course import checks, cli
from peer_course.checks import content, language, plain_text, sentences, wording
from peer_course.language import reviewing
from peer_course.library import compile

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A copy of the course that a test may break."""
    root = tmp_path / "course"
    for name in ("content", "notebooks", "source", "release"):
        shutil.copytree(ROOT / name, root / name)
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(root / "content"))
    compile.main([])
    return root


@pytest.fixture(autouse=True, scope="module")
def reviewed_once():
    """The review is a pure function: with the same rules the same text need not be reviewed forty times in this file."""
    books, findings = {}, {}
    build, review = language.rulebook, reviewing.review_passage

    def rulebook(data):
        key = json.dumps({name: one for name, one in data.items() if name.startswith(language.FOLDER)}, sort_keys=True)
        if key not in books:
            books[key] = build(data)
        return books[key]

    def review_passage(passage, book):
        key = passage.text, id(book)
        if key not in findings:
            findings[key] = list(review(passage, book))
        return findings[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "rulebook", rulebook)
        patch.setattr(reviewing, "review_passage", review_passage)
        yield


def said(root: Path) -> str:
    return "\n".join(map(str, checks.everything(root)))


def change(path: Path, old: str, new: str):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_course_itself_is_sound():
    assert said(ROOT) == ""


def test_one_broken_file_is_one_problem_and_not_twenty(course):
    change(course / "content" / "words.yml", "exercise:\n", "exercise: {\n")
    assert len(checks.everything(course)) == 1


@pytest.mark.parametrize(("file", "old", "new", "sentence"), [
    ("content/exercises/first-try.yml", "  - id: look-around", "  - id: looking-round",
     "`first-try/look-around` was released and is gone"),
    ("content/exercises/first-try.yml", "Good. The map", "Correct. The map", "“Correct” is not said to a learner"),
    ("content/exercises/first-try.yml", "session: 00-start-here", "session: 99-nowhere", "no session `99-nowhere`"),
    ("content/exercises/sort-worldviews.yml", "sources: [", "sources: [a-source-nobody-knows, ", "no source `a-source-nobody"),
    ("content/course.yml", "What is Recovery?", "What Recovery Is", "Run: peer-course tidy"),
    ("content/course.yml", "peer2peer]", "peer-2-peer]", "there is no source `peer-2-peer`"),
    ("content/course.yml", "peer2peer]", "p2p-toolbox]", "nothing names the source `peer2peer`"),
    ("notebooks/00-start-here.ipynb", "exercise(\\\"first-try\\\")", "exercise(\\\"first-trie\\\")", "no exercise “first-trie”"),
    ("notebooks/00-start-here.ipynb", "carry_on()", "print(1)", "a code cell holds two lines only"),
    ("notebooks/02-what-is-recovery.ipynb", "\"summary\"", "\"chat\"", "the tag `summary` is missing"),
    ("source/02-worldviews/02-worldviews.ipynb", "\"points\": 8", "\"points\": 3", "of the rubric"),
    ("content/rubrics/02-worldviews.yml", "task: 02-worldviews", "task: 02-worldview", "should be `02-worldviews`"),
    ("content/course.yml", "Sharing the keys", "Sharing a key", "its sheet is headed “Sharing the keys”, and course.yml"),
    ("content/rubrics/05-the-peer-relationship.yml", "Sharing the keys", "Keys", "its rubric is called “Keys”"),
    ("notebooks/05-the-peer-relationship.ipynb", "*Sharing the keys*", "*Keys*", "does not name it. Call it “Sharing the keys”"),
    ("content/exercises/first-try.yml", "Good. The map", "*Good*. The map", "“*Good*” would be shown with its marks"),
    ("content/exercises/first-try.yml", "Good. The map", "Good.  The map", "two spaces stand between “Good.” and “The”"),
    ("notebooks/00-start-here.ipynb", "Welcome. This", "Welcome.  This", "two spaces stand between “Welcome.” and “This”"),
    ("content/rubrics/05-the-peer-relationship.yml", "guidance: >-\n      ", "guidance: >-\n      [Read](x.md) ", "“[Read](x.md)” would"),
    ("content/words.yml", "You can pass: that", "You _can_ pass: that", "“_can_” would be shown with its marks"),
])
def test_a_mistake_is_found_and_named(course, file, old, new, sentence):
    change(course / file, old, new)
    assert sentence in said(course)


@pytest.mark.parametrize(("text", "marks"), [
    ("What do *you* want?", ["*you*"]), ("**What happened.** Two sentences.", ["**What happened.**"]),
    ("a _very_ good day", ["_very_"]), ("press `Enter`", ["`Enter`"]), ("# A heading", ["# A heading"]),
    ("- one\n- two", ["- one", "- two"]), ("my_own_name, 2 * 3 * 4, ____, dis*", []),
])
def test_marks_of_markdown_are_told_from_stars_and_lines_that_mean_themselves(text, marks):
    found = list(plain_text._marks("exercises", ("say",), text))
    assert [re.match(r"“(.*)” would be shown", say)[1] for say in found] == marks
    assert not list(plain_text._marks("rubrics", ("comments", 0, "text"), text)), "comments are Markdown"


def test_two_items_that_say_nearly_the_same_are_named():
    one = {"items": [{"id": "a", "text": "She walked to the shop on Monday morning."},
                     {"id": "b", "text": "She walked to the shop on Tuesday morning."}]}
    assert "`a` and `b` say nearly the same" in str(wording._twice("exercises/x", one)[0])


def test_an_exercise_that_no_page_uses_is_named(course):
    shutil.copy(course / "content/exercises/first-try.yml", course / "content/exercises/second-try.yml")
    assert "this exercise is not used in 00-start-here.ipynb" in said(course)


def test_a_notebook_with_outputs_is_named(course):
    path = course / "notebooks" / "00-start-here.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = next(c for c in notebook["cells"] if c["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["private"]}]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert "outputs, counts or traces of use" in said(course)


def test_a_link_that_leads_nowhere_and_one_that_says_nothing_are_named(course):
    change(course / "notebooks" / "00-start-here.ipynb", "Welcome.", "[here](nowhere.ipynb)")
    assert "leads nowhere" in said(course) and "should say where it leads" in said(course)


def test_an_id_may_go_when_somebody_says_what_becomes_of_old_answers(course):
    change(course / "content/exercises/first-try.yml", "  - id: look-around", "  - id: looking-round")
    ledger = course / "content" / "released-ids.yml"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace(
        "retired: {}", "retired:\n  first-try/look-around: |-\n    Old choices are left in the file and not shown."), encoding="utf-8")
    assert "look-around" not in said(course)


def test_help_lines_that_nobody_checked_stop_a_release_and_nothing_else():
    support = {"lines": [
        {"name": "A", "checked": "", "checked_by": ""},
        {"name": "B", "checked": "2026-11-01", "checked_by": "Jo"},
        {"name": "C", "checked": "2026-01-01", "checked_by": "Jo"},
        {"name": "D", "checked": "2026-11-01", "checked_by": ""},
    ]}
    names = [str(p).split("“")[1][0] for p in content.stale_help_lines(support, datetime.date(2026, 11, 21))]
    assert names == ["A", "C", "D"]


def test_the_release_check_refuses_today_since_nobody_has_checked_the_lines():
    done = CliRunner().invoke(cli.main, ["check", "--release"])
    assert done.exit_code == 1 and "has not been checked" in done.output


def test_check_says_that_all_is_well_and_changes_nothing():
    done = CliRunner().invoke(cli.main, ["check"])
    assert done.exit_code == 0 and "All is well" in done.output


def test_tidy_twice_changes_nothing_the_second_time(course, monkeypatch):
    monkeypatch.chdir(course)
    monkeypatch.setattr("peer_course.lab.manifest.write", lambda folder: False)
    change(course / "content" / "course.yml", "What is Recovery?", "What Recovery Is")
    assert "00-start-here" in CliRunner().invoke(cli.main, ["tidy"]).output
    assert CliRunner().invoke(cli.main, ["tidy"]).output.strip() == "Everything was tidy."


def test_reading_age_rises_with_longer_words_and_sentences():
    plain, heavy = "Put it where it fits. You can stop.", "Categorise statements according to epistemological considerations."
    assert wording.reading_age(plain) < wording.reading_age(heavy)


def test_the_code_asks_for_every_sentence_and_for_no_other():
    code = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "utils" / "peer_course").rglob("*")
                     if p.suffix in (".py", ".js", ".j2") and "labextensions" not in p.parts)
    for name in sentences.agreed():
        last = name.rsplit(".", 1)[1]
        made_up = f"{last.rsplit('_', 1)[0]}_${{"  # `intensity_${…}` in a module of the page
        assert re.search(rf"\b{last}\b", code) or made_up in code, name
    for name in re.findall(r"""words\(f?["']([a-z_]+\.[a-z_]+)["']""", code):
        assert name in sentences.agreed(), name


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ("  look: |-\n    Look at this set", "  lok: |-\n    Look at this set", "`sort.look` is missing"),
    ("{left} left in this set", "{remaining} left in this set", "nothing can be filled into {remaining}"),
])
def test_a_sentence_may_change_but_not_its_name_or_its_gaps(course, old, new, sentence):
    change(course / "content" / "words.yml", old, new)
    assert sentence in said(course)


def test_a_changed_task_that_was_not_released_is_named(course):
    change(course / "source/02-worldviews/02-worldviews.ipynb", "Whose explanation?", "Whose words?")
    assert "Run: peer-course release" in said(course)


RULE = {"id": "grumpy", "level": "please-change", "look_for": "grumpy|cross", "why": "Because.", "ask": "What?",
        "instead": [{"move": "describe", "say": "frowned"}], "sources": ["park"],
        "must_flag": "He is grumpy.\nCross.", "must_not_flag": "He smiled.\nShe sang."}


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"must_flag": "He is grumpy.\nHe is moody."}, "“He is moody.” stands under must_flag and is not found"),
    ({"must_not_flag": "He smiled.\nHe is cross."}, "“He is cross.” stands under must_not_flag, and “grumpy” finds"),
    ({"instead": [{"move": "describe", "say": "was cross"}]}, "“was cross” is itself found by “grumpy”"),
    ({"sources": ["nobody"]}, "there is no source `nobody`"),
])
def test_a_rule_of_the_language_review_that_does_not_keep_its_promises_is_named(changes, sentence):
    data = {"language/moods": {"topic": "moods", "rules": [RULE | changes]}, "sources": {"park": {}}}
    assert sentence in broken_promises(data)
    assert broken_promises(data | {"language/moods": {"topic": "moods", "rules": [RULE]}}) == ""


def broken_promises(data: dict) -> str:
    return "\n".join(map(str, language.problems(data, language.rulebook(data))))


def test_a_rule_that_cannot_be_read_is_named(course):
    change(course / "content" / "language" / "asides.yml", "    look_for: |-\n", "    look_for: |-\n      <persn> grumpy\n")
    assert "no class of words called <persn>" in said(course)


def test_a_loaded_word_of_our_own_is_named_unless_a_reason_stands_beside_it(course):
    said_so = "our own review stops at “manipulative”"
    page = course / "notebooks" / "00-start-here.ipynb"
    change(page, "Welcome.", "He is lazy and manipulative.")
    assert said_so in said(course)
    change(page, "manipulative.", "manipulative. <!-- words kept: manipulative: shown as an example -->")
    assert said_so not in said(course)
    change(course / "content/exercises/first-try.yml", "Good. The map", "She is lazy and manipulative. The map")
    assert said_so in said(course)
    change(course / "content/exercises/first-try.yml", "ask:", "words_kept:\n  manipulative: |-\n    Shown as an example.\nask:")
    assert said_so not in said(course)
