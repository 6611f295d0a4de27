"""Session 11 sends people back to what they wrote in session 1: the link ends at that part of the page."""

import pytest

pytestmark = pytest.mark.browser


def test_the_link_to_the_list_of_the_first_day_ends_at_its_part(page, lab):
    page.goto(lab.address("notebooks/11-review-and-evaluation.ipynb"))
    page.locator(".jp-RenderedMarkdown a", has_text="your list in session 1").first.click(timeout=40000)
    page.wait_for_function("() => document.activeElement.dataset.jupyterId === 'How-the-pages-work,-and-where-your-words-go'",
                           timeout=40000)
    assert "01-introduction-to-the-course.ipynb" in page.url
