"""The help lines as a page: what is named can be reached by a tap, and no word of it changes."""

import re
from html import unescape

import pytest
from peer_course import library
from peer_course.widgets import support


def test_every_line_can_be_reached_by_a_tap():
    page = support.page().html
    to = re.findall(r'href="([^"]*)"', page)
    assert {"tel:999", "tel:111", "tel:116123", "mailto:jo@samaritans.org", "sms:85258?body=SHOUT", "tel:08001111"} <= set(to)
    lines = re.findall(r"<li>(.*?)</li>", page)
    assert len(lines) == len(library.document("support")["lines"]) and all("<a href=" in line for line in lines)


def test_the_links_change_no_word_of_the_page():
    shown = unescape(re.sub(r"<[^>]*>", "", support.page().html))
    told = library.document("support")
    assert all(line["reach"] in shown and line["when"] in shown for line in told["lines"])
    assert told["unchecked"] in shown


@pytest.mark.parametrize("text", ["Monday to Thursday 6pm to 2am", "16 and over", "Day and night, 24/7", "<b>x</b>"])
def test_what_is_no_number_to_ring_stays_text(text):
    assert "<a" not in support._linked(text) and "<b>" not in support._linked(text)
