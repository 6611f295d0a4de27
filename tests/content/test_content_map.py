"""The content map tells the truth: what it names is there, and what is there is named. So do reviewers' lists."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "content-map.md").read_text(encoding="utf-8")
ROWS = [line for line in MAP.splitlines() if line.startswith("| ")]
NAMES = set(re.findall(r"`([^`\n]+)`", "\n".join(ROWS)))
NOTEBOOKS = {path.stem[:2]: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
EXERCISES = {path.stem for path in (ROOT / "content" / "exercises").glob("*.yml")}
TASKS = {
    task["slug"] for task in yaml.safe_load((ROOT / "content" / "course.yml").read_text(encoding="utf-8"))["tasks"]
}


def cells(row):
    """The cells of a table row, as text."""
    return [cell.strip() for cell in row.strip("|").split("|")]


def criteria():
    """Every criterion of every rubric, as `task/criterion`."""
    rubrics = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / "content" / "rubrics").glob("*.yml")
    ]
    return {f"{rubric['task']}/{criterion['id']}" for rubric in rubrics for criterion in rubric["criteria"]}


def headings(notebook):
    """The headings of a session without the minutes behind them."""
    document = json.loads(notebook.read_text(encoding="utf-8"))
    text = "\n".join("".join(cell["source"]) for cell in document["cells"] if cell["cell_type"] == "markdown")
    found = re.findall(r"^#{2,} (.+)$", text, re.MULTILINE)
    return {re.sub(r" \([^()]*minutes[^()]*\)$", "", heading) for heading in found}


def sections():
    """Each session number in a cell, with each heading that follows it."""
    for row in ROWS:
        for cell in cells(row):
            for number, after in re.findall(r"\[(\d\d)\]([^\[]*)", cell):
                for heading in re.findall(r"\*([^*]+)\*", after):
                    yield number, heading


def test_no_cell_of_a_table_is_empty():
    assert [row for row in ROWS if not all(cells(row))] == []


def test_every_row_has_as_many_cells_as_its_heading():
    width, uneven = 0, []
    for before, line in zip(["", *MAP.splitlines()], MAP.splitlines(), strict=False):
        if line.startswith("| "):
            width = width if before.startswith("|") else len(cells(line))
            uneven += [line] if len(cells(line)) != width else []
    assert uneven == []


def test_every_exercise_task_and_criterion_in_the_map_exists():
    assert NAMES - EXERCISES - TASKS - criteria() == set()


@pytest.mark.parametrize(("number", "heading"), sorted(set(sections())))
def test_every_section_in_the_map_exists(number, heading):
    assert heading in headings(NOTEBOOKS[number])


def test_every_session_number_leads_to_its_page():
    links = dict(re.findall(r"^\[(\d\d)\]: \.\./notebooks/(.+)\.ipynb$", MAP, re.MULTILINE))
    assert links == {number: path.stem for number, path in NOTEBOOKS.items()}


def test_every_session_is_in_the_map():
    last = MAP.rpartition("\n## ")[2]
    assert [path.stem for path in NOTEBOOKS.values() if path.stem not in last] == []


def test_every_exercise_is_in_the_map():
    assert sorted(EXERCISES - NAMES) == []


def test_every_task_and_criterion_is_in_the_map():
    assert (TASKS | criteria()) - NAMES == set()


def test_an_exercise_stands_beside_its_own_page():
    page = {
        path.stem: yaml.safe_load(path.read_text(encoding="utf-8"))["session"]
        for path in (ROOT / "content" / "exercises").glob("*.yml")
    }
    rows = [row for row in MAP.rpartition("\n## ")[2].splitlines() if row.startswith("| [")]
    stands = {name: row for row in rows for name in re.findall(r"`([^`/]+)`", row) if name in EXERCISES}
    assert [name for name, session in page.items() if session not in stands.get(name, "")] == []


def test_the_map_has_at_least_twenty_themes_beside_the_five_topics():
    themes = MAP.partition("### Themes from our own sources")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\| (?!Theme)", themes, re.MULTILINE)) >= 20


REVIEW = (ROOT / "docs" / "content-review.md").read_text(encoding="utf-8")
PLACES = sorted(
    {name for row in REVIEW.splitlines() if row.startswith("| ") for name in re.findall(r"`([^`]+)`", row)}
    - {"course-judgement"}
)


def ids(data):
    """Every id anywhere in a content file."""
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else []
    own = {data["id"]} if isinstance(data, dict) and "id" in data else set()
    return own.union(*(ids(part) for part in parts))


@pytest.fixture(scope="module")
def known():
    """Every cell of a session, exercise and criterion, by name."""
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in NOTEBOOKS.values()]
    return {cell["id"] for notebook in notebooks for cell in notebook["cells"]} | EXERCISES | criteria()


@pytest.mark.parametrize("place", PLACES)
def test_every_place_that_reviewers_are_sent_to_exists(place, known):
    if (ROOT / place).exists() or place in known:
        return
    slug, _, item = place.partition("/")
    assert slug in EXERCISES, place
    assert item in ids(yaml.safe_load((ROOT / "content" / "exercises" / f"{slug}.yml").read_text(encoding="utf-8")))
