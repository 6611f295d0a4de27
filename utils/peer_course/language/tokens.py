"""Splits a text into words and sentences without ever changing the text.

Every offset points into the text as given; folding of case, accents and hyphens happens word by word,
so that a letter that grows when folded (İ, ß) cannot shift anything. No rule and no judgement lives here.
"""

import re
import unicodedata

# What separates a word from the one before it, from loosest to strongest.
PLAIN, QUOTE, COMMA, CLAUSE, SENTENCE = range(5)

def word_set(listed: str) -> frozenset[str]:
    """A set of folded words, written as one text with spaces."""
    return frozenset(listed.split())


_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
_APOSTROPHES = "'\u2019\u02bc\uff07\u2018"
_WORD = re.compile(
    rf"\d+(?:[.:,/]\d+)*[^\W_]*|[^\W\d_][^\W_{_INSIDE}]*(?:[{_INSIDE}]+[^\W_]*)*"
    rf"(?:[&{_APOSTROPHES}][^\W_]+)*"
)
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013\ufe63\uff0d")
_QUOTES = frozenset("\"'\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb*_`")
_STOPS = frozenset(".!?\u2026")
_TITLES = word_set("dr mr mrs ms prof rev st vs eg ie approx pt pts")
_CLITICS = frozenset(("'s", "'re", "'ve", "'ll", "'d", "'m"))


def fold(raw: str) -> str:
    """Give the plain lower-case form of one word, without accents, soft hyphens or curly apostrophes."""
    if raw.isascii():
        return raw.lower()
    letters = unicodedata.normalize("NFKD", raw.casefold())
    kept = (c for c in letters if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join("'" if c in _APOSTROPHES else c for c in kept)


def spans(text: str) -> list[tuple[int, int, str]]:
    """List (start, end, folded word); "didn't" becomes did + n't and "she's" becomes she + 's."""
    found = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = fold(match.group())
        cut = _clitic(text, start, end, word) if "'" in word else 0
        if cut:
            found.append((start, cut, fold(text[start:cut])))
            found.append((cut, end, "n't" if word.endswith("n't") else fold(text[cut:end])))
        else:
            found.append((start, end, word))
    return found


def _clitic(text: str, start: int, end: int, word: str) -> int:
    """Where a short form is cut in two, or 0; the word has an apostrophe."""
    mark = max(text.rfind(a, start, end) for a in _APOSTROPHES)
    if word.endswith("n't") and mark - 1 > start:
        return mark - 1
    return mark if word[word.rfind("'"):] in _CLITICS and mark > start else 0


def gap_between(text: str, end: int, start: int, before: str) -> int:
    """Say how strongly the stretch text[end:start] parts two words; before is the folded word ahead of it."""
    between = text[end:start]
    if between in ("", " ") or between in _HYPHENS:
        return PLAIN
    if before in _TITLES and between.strip() == ".":
        return PLAIN
    strength = PLAIN
    for mark in between:
        if mark in _STOPS:
            strength = SENTENCE
        elif mark in ";:|\u2022":
            strength = max(strength, CLAUSE)
        elif mark in _QUOTES:
            strength = max(strength, QUOTE)
        elif not mark.isspace():
            strength = max(strength, COMMA)
    return max(strength, _line_break(text, end, start, between))


def _line_break(text: str, end: int, start: int, between: str) -> int:
    """A blank line or a short line that a capital or a bullet follows ends a sentence; a wrapped line does not."""
    if "\n" not in between and "\r" not in between:
        return PLAIN
    lines = between.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > 2 or lines[-1].strip(" \t>"):
        return SENTENCE
    line_start = max(text.rfind("\n", max(0, end - 80), end), text.rfind("\r", max(0, end - 80), end), end - 80)
    return SENTENCE if end - line_start < 60 and text[start].isupper() else PLAIN
