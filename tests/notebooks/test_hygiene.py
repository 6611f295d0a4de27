"""Notebooks are committed in one tidy form, and what is wrong with one is said in plain words."""

import json
from pathlib import Path

import nbformat
import pytest
from peer_course import canonical, notebooks

ROOT = Path(__file__).resolve().parents[2]
COMMITTED = sorted(path for folder in ("notebooks", "source") for path in (ROOT / folder).rglob("*.ipynb")
                   if ".ipynb_checkpoints" not in path.parts)


def md(name, source, **metadata):
    return {"cell_type": "markdown", "id": name, "metadata": metadata, "source": source}


def code(name, source, **more):
    return {"cell_type": "code", "id": name, "metadata": {"tags": ["hide-input"]}, "source": source,
            "execution_count": None, "outputs": []} | more


def book(*cells, **metadata):
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def box(name, **more):
    return {"nbgrader": {"grade": False, "solution": False, "locked": True, "task": False, "grade_id": name,
                         "schema_version": 3} | more}


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_every_committed_notebook_is_tidy_and_sound(path):
    assert notebooks.notebook_problems(path) == []


@pytest.mark.parametrize("task", notebooks.tasks(ROOT))
def test_every_task_can_be_released(task):
    assert notebooks.task_problems(ROOT / "source" / task) == []


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.stem)
def test_the_tidy_form_is_what_the_jupyter_server_writes(path):
    text = path.read_text(encoding="utf-8")
    assert nbformat.writes(nbformat.reads(text, as_version=4)) + "\n" == text


def test_use_leaves_no_trace():
    used = book(
        code("c", "exercise('x')", execution_count=7, outputs=[{"output_type": "stream", "text": "private"}],
             metadata={"tags": ["hide-input"], "collapsed": True, "execution": {"t": 1}, "jupyter": {}}),
        md("t", ["# Title\n", "words"], jp_MarkdownHeadingCollapsed=True),
        widgets={"application/vnd.jupyter.widget-state+json": {"state": "private"}},
        language_info={"version": "3.13.1"}, kernelspec={"name": "mine"},
    )
    fresh = book(
        code("c", "exercise('x')", metadata={"tags": ["hide-input"], "jupyter": {"source_hidden": True}}),
        md("t", "# Title\nwords"), kernelspec=canonical.KERNELSPEC)
    assert canonical.dumps(canonical.strip(used)) == canonical.dumps(fresh)


def test_stripping_twice_is_stripping_once_and_the_given_notebook_is_not_touched():
    raw = {"cell_type": "raw", "source": []}
    used = book(code("c", "1", execution_count=1), md("m", "x\u2028y\n\n"), raw)
    before = json.dumps(used)
    once = canonical.strip(used)
    assert canonical.strip(once) == once and json.dumps(used) == before


@pytest.mark.parametrize("odd", [{}, {"nbformat": 3, "worksheets": []}, {"nbformat": 4, "cells": None},
                                 {"nbformat": 4, "cells": ["text", {"metadata": None, "source": None}]}])
def test_a_save_never_stops_over_tidiness(odd):
    canonical.dumps(canonical.strip(odd))


def test_tidying_a_file_says_whether_it_changed(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(book(md("title", "# Title"))), encoding="utf-8")
    assert notebooks.tidy_file(path) is True
    assert notebooks.tidy_file(path) is False
    assert notebooks.notebook_problems(path) == []


@pytest.mark.parametrize(("cells", "said"), [
    ([md("a", "# A"), md("a", "text")], "two cells have the id a"),
    ([md("Not An Id", "# A")], "lower-case words joined by hyphens"),
    ([md("a", "## A")], "the first heading is not the title"),
    ([md("a", "# A\n\n### B")], "no level may be skipped"),
    ([md("a", "# A\n\n![](x.png)")], "a picture has no description"),
    ([md("a", "# A\n\n/home/someone/x")], "somebody's own machine"),
])
def test_what_is_wrong_with_a_notebook_is_said_plainly(tmp_path, cells, said):
    path = tmp_path / "a.ipynb"
    path.write_text(canonical.dumps(canonical.strip(book(*cells))), encoding="utf-8")
    assert any(said in problem for problem in notebooks.notebook_problems(path))


@pytest.mark.parametrize(("cell", "said"), [
    (code("c", "1"), "nothing handed in may run"),
    (md("a", "x", **box("a", grade=True, points=1)), "here a person marks"),
    (md("a", "x", **box("a", task=True)), "make it an answer cell"),
    (md("a", "x", **box("answer")), "another cell has the same name for marking"),
    (md("a", "x", **box("b", solution=True, grade=True, locked=False)), "needs points"),
    (md("a", "<b>x</b>"), "HTML will be shown as typed"),
])
def test_what_keeps_a_task_from_being_released_is_said_plainly(tmp_path, cell, said):
    folder = tmp_path / "task"
    folder.mkdir()
    answer = md("answer", "note", **box("answer", grade=True, solution=True, locked=False, points=4))
    path = folder / "task.ipynb"
    path.write_text(canonical.dumps(canonical.strip(book(md("t", "# T"), answer, cell))), encoding="utf-8")
    assert any(said in problem for problem in notebooks.task_problems(folder))


def test_a_task_without_a_place_to_write_or_with_other_files_is_refused(tmp_path):
    folder = tmp_path / "task"
    folder.mkdir()
    text = canonical.dumps(canonical.strip(book(md("t", "# T"))))
    (folder / "task.ipynb").write_text(text, encoding="utf-8")
    (folder / "notes.docx").write_text("x")
    said = " ".join(notebooks.task_problems(folder / "task.ipynb"))
    assert "a learner could not write anything" in said and "notes.docx would not reach learners" in said
