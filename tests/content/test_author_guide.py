"""Every example of the author guide is a whole exercise: what an author copies from it works."""

import re
from pathlib import Path

import pytest
from peer_course.library.compile import read
from peer_course.model.exercises import KINDS

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "author-guide.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"\*\*(\w+)\*\* – `content/exercises/([a-z-]+)\.yml`.*?```yaml\n(.*?)```", GUIDE, re.DOTALL)


def test_there_is_an_example_of_every_kind():
    assert sorted(kind for kind, _, _ in EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize(("kind", "slug", "text"), EXAMPLES, ids=[slug for _, slug, _ in EXAMPLES])
def test_an_example_can_be_read_as_it_stands(kind, slug, text, tmp_path):
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises" / f"{slug}.yml").write_text(text, encoding="utf-8")
    document = read(tmp_path, f"exercises/{slug}")
    assert [str(problem) for problem in document.problems] == []
    assert document.data["kind"] == kind
