"""Every link to a part of a page, in sessions and in tasks, leads to a heading that is there."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("notebooks/*.ipynb")), *sorted(ROOT.glob("source/*/*.ipynb"))]
LINK = re.compile(r"\]\(([^()\s#]*\.ipynb)?#([^()\s]+)\)")
HELP = re.compile(r"NHS 24 on 111 or Samaritans on 116 123, day or night, or someone you trust\. Ring 999 if a life is in danger")


def text(path: Path) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
                       if cell["cell_type"] == "markdown")


def parts(path: Path) -> set[str]:
    """Return what JupyterLab calls the headings of a page: their words with hyphens between."""
    return {heading.strip().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text(path), re.MULTILINE)}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_a_link_to_a_part_leads_to_a_heading(path):
    astray = [part for page, part in LINK.findall(text(path))
              if part not in parts((path.parent / page).resolve() if page else path)]
    assert astray == []


@pytest.mark.parametrize("path", [p for p in PAGES if p.parent.parent.name == "source"], ids=lambda p: p.stem)
def test_a_sheet_gives_the_numbers_and_a_link_to_the_support_of_its_session(path):
    said = text(path)
    assert HELP.search(said)
    assert [part for page, part in LINK.findall(said) if page.split("/")[-1].startswith(path.stem[:2])] == ["Support"]
