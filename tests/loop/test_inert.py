"""Whatever a learner types is shown as words: none of it can run, load or lead anywhere unexpected."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from peer_course.marking.inert import as_typed, inert

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt&colon;alert(1))",
    "[a](<javascript:alert(1)>)",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a][b]\n\n[b]: javascript:alert(1)",
    "[b]\n\n[b]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](https://x.example/beacon.png)",
    "![a][b]\n\n[b]: https://x.example/beacon.png",
    "![a](attachment:lost.png)",
    "[![a](https://x.example/b.png)](https://x.example)",
    "[a](https://x.example \"onmouseover=alert(1)\")",
    "$\\href{javascript:alert(1)}{x}$",
    "$$\\href{javascript:alert(1)}{x}$$",
    "\\begin{a}\\href{javascript:alert(1)}{x}\\end{a}",
    "```mermaid\ngraph TD; A-->B; click A href \"javascript:alert(1)\"\n```",
    "- ~~~mermaid\n  click\n  ~~~",
    "~~~mermaid `\ngraph TD; A-->B\n~~~", "a\r~~~mermaid\rgraph TD\r~~~", "~~~ ~~~mermaid\ngraph TD\n~~~",
    "> - ~~~ mermaid\n> graph TD", "``` ~~~mermaid\ngraph TD\n```",
    "`<b>`", "a < b > c", "\\<script>", "\ue0000\ue001[x](https://e.org)",
]


def shown(text: str) -> str:
    """Give the HTML that nbgrader's pages make of a cell."""
    return HTMLExporter(exclude_anchor_links=True).markdown2html({}, text)


def live_parts(page: str) -> list[str]:
    """Give every tag that could do something, and every place a link leads to."""
    tags = [tag for tag in re.findall(r"<\s*([a-zA-Z]+)", page)
            if tag.lower() in ("script", "img", "iframe", "svg", "object", "style", "form", "input")]
    places = re.findall(r"(?:href|src)\s*=\s*\"([^\"]*)\"", page)
    return tags + [place for place in places if not re.match(r"https?://|mailto:", place)]


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_a_learner_types_can_do_anything(text):
    page = shown(inert(text))
    assert live_parts(page) == [] and not re.search("<[^>]*mermaid", page)
    assert not re.search(r"\\(href|begin)", page) and not re.search("<[^>]*onmouseover", page)


@given(st.text(alphabet="[]()!<>\\$`~:/&;#*_ \n\tjavscriptdt1\ue000\ue001", max_size=60))
def test_no_mixture_of_marks_becomes_live(text):
    assert live_parts(shown(inert(text))) == []


@pytest.mark.parametrize("text", [
    "Plain words.", "**Bold** and *soft*", "- one\n- two", "> quoted", "I <3 tea & cake",
    "It cost $5, then $6.", "see [our page](https://example.org/a?b=1)",
])
def test_plain_writing_reads_as_it_was_typed(text):
    assert as_typed(inert(text)) == text


@pytest.mark.parametrize(("text", "reads"), [
    ("~~~ How it felt to be called that ~~~\nI felt small.", "~~~\nHow it felt to be called that ~~~\nI felt small."),
    ("``` My reasons are these:\nwhy\n```", "```\nMy reasons are these:\nwhy\n```"),
    ("> ~~~sad\n> words", "> ~~~\n> sad\n> words"), ("- ~~~ one\n  two", "- ~~~\n  one\n  two"),
    ("~~~ a `code` word", "~~~\na `code` word"), ("~~~ ~~~ end", "~~~\n~~~\nend"), ("one\r\n~~~ two\rthree", "one\n~~~\ntwo\nthree"),
])
def test_words_on_the_line_of_a_fence_stay(text, reads):
    assert as_typed(inert(text)) == reads and inert(inert(text)) == inert(text)


def test_a_line_of_many_fences_is_made_safe_at_once():
    begun = time.perf_counter()
    inert("~~~ " * 100_000)
    assert time.perf_counter() - begun < 5


def test_links_to_pages_and_mail_still_work():
    page = shown(inert("[page](https://example.org/a) [write](mailto:a@example.org)"))
    assert 'href="https://example.org/a"' in page and 'href="mailto:a@example.org"' in page


@given(st.text(max_size=80))
def test_making_words_safe_twice_is_the_same_as_once(text):
    assert inert(inert(text)) == inert(text)
