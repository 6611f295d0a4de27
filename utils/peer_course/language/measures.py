"""Reads what can be measured in a note: dates, times of the day, lengths of time, amounts and plain numbers.

Each is brought to one form, so that "2 hrs" keeps "two hours" and 14:00 keeps 2pm. No other fact is read here.
"""

from collections.abc import Iterator

from peer_course.language import measure_words as known
from peer_course.language.lexicon import CLASSES, STOP
from peer_course.language.passage import Passage
from peer_course.language.tokens import CLAUSE, COMMA, PLAIN
from peer_course.language.traces import Trace

_UNSURE = ("", "am", "pm")


def measures_of(passage: Passage) -> tuple[list[Trace], set[int]]:
    """List the measured facts and the words they use up; the surest readings come first."""
    found, used = [], set()
    for finder in (_dates, _clock_times, _amounts, _days, _numbers):
        for trace in finder(passage, used):
            used.update(range(trace.first, trace.last + 1))
            if trace.keys:
                found.append(trace)
    return found, used


def _word(passage: Passage, i: int, near: int) -> str:
    """The word at i when it stands in the same sentence as word `near`, or nothing."""
    inside = 0 <= i < len(passage) and passage.first[near] <= i <= passage.last[near]
    return passage.words[i] if inside else ""


def _dates(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        if _is_month(passage, i):
            first = i
            while first > passage.first[i] and _belongs_to_month(passage, first - 1, i):
                first -= 1
            days = {day_of(w) for w in passage.words[first:i]} - {""}
            after = day_of(_word(passage, i + 1, i))
            if days:
                yield _date(word[:3], days, first, i)
            elif after:
                yield _date(word[:3], {after}, i, i + 1)
            elif passage.first[i] != i:
                yield Trace("when", i, i, frozenset({(word[:3], "")}))
        elif word.endswith(("/52", "/12", "/7")) and word.split("/")[0].isdigit():
            # A doctor's way to write weeks, months and days: 6/52, 3/12, 4/7.
            unit = {"52": "weeks", "12": "months", "7": "days"}[word.split("/")[1]]
            if unit == "weeks" or _word(passage, i - 1, i) in ("in", "rev", "review", "for", "tci", "f/u"):
                yield Trace("number", i, i, frozenset({known.measured(word.split("/")[0], unit)}))
            elif unit != "weeks":
                day, month = word.split("/")
                yield _date(known.MONTHS[int(month) - 1], {day.lstrip("0")}, i, i)
        elif word.count("/") in (1, 2) and word.replace("/", "").isdigit() and word != "24/7":
            day, month = word.split("/")[:2]
            if 0 < int(month) <= 12 and 0 < int(day) <= 31:
                yield _date(known.MONTHS[int(month) - 1], {day.lstrip("0")}, i, i)


def _date(month: str, days: set[str], first: int, last: int) -> Trace:
    """A date answers for its day alone too: the 12th, said of 12 June."""
    return Trace("when", first, last, frozenset((month, day) for day in days),
                 frozenset(("date", day) for day in days))


def _is_month(passage: Passage, i: int) -> bool:
    word = passage.words[i]
    if word not in CLASSES["month"]:
        return False
    return word not in ("may", "mar", "march") or passage.text[passage.starts[i]].isupper()


def _belongs_to_month(passage: Passage, k: int, month: int) -> bool:
    word = passage.words[k]
    joins = word in ("and", "of", "to") and month - k < 8
    return bool(day_of(word)) or (joins and bool(day_of(_word(passage, k - 1, month))))


def day_of(word: str) -> str:
    """The number of a day of the month, from 4, 4th or 04, or nothing."""
    digits = word[:-2] if word[-2:] in ("st", "nd", "rd", "th") else word
    return digits.lstrip("0") if digits.isdigit() and len(digits) <= 2 else ""


def _clock_times(passage: Passage, used: set) -> Iterator[Trace]:
    for i in range(len(passage)):
        if i in used or (i and passage.text[passage.starts[i] - 1] in "£$€"):
            continue
        found = _clock(passage, i) or _spoken_time(passage, i)
        if found:
            half, minute, last = found
            halves = (half, "") if half else _UNSURE
            yield Trace("when", i, last, frozenset({("clock", minute, half)}),
                        frozenset(("clock", minute, h) for h in halves))


def _clock(passage: Passage, i: int) -> tuple[str, int, int] | None:
    """Half of the day ("" when not said), minutes since its start, and the last word of a time such as 2.30 pm."""
    word = passage.words[i]
    if not word[0].isdigit() and word not in known.HOURS:
        return None
    bare, mark, last = word, "", i
    for ending in ("am", "pm", "hrs", "h"):
        if word[0].isdigit() and word.endswith(ending):
            bare, mark = word[:-len(ending)], ending
            break
    after = _word(passage, i + 1, i)
    if not mark and after in ("am", "pm", "o'clock", "hrs", "hours") and passage.gaps[i + 1] == PLAIN:
        mark, last = after, i + 1
    elif not mark and after in ("a", "p") and passage.words[i + 2:i + 3] == ["m"]:
        mark, last = after + "m", i + 2
    elif not mark and passage.words[i + 1:i + 3] == ["in", "the"] and i + 3 <= passage.last[i]:
        mark = {"morning": "am", "afternoon": "pm", "evening": "pm"}.get(passage.words[i + 3], "")
        last = i + 3 if mark else i
    parts = bare.replace(":", ".").split(".")
    if bare in known.HOURS:
        parts = [known.HOURS[bare]]
    if len(parts) == 1 and len(bare) == 4 and bare.isdigit() and (
            mark in ("hrs", "hours", "h") or _word(passage, i - 1, i) in ("at", "until", "by") and bare[0] in "01"):
        parts = [bare[:2], bare[2:]]
    elif mark in ("hrs", "hours", "h") and (len(parts) != 2 or ":" not in bare):
        return None
    if len(parts) > 2 or not all(p.isdigit() for p in parts) or len(parts[0]) > 2:
        return None
    if len(parts) == 2 and (len(parts[1]) != 2 or int(parts[1]) > 59 or after in known.UNITS):
        return None
    if len(parts) == 1 and mark not in ("am", "pm", "o'clock") and not _is_bare_hour(passage, i):
        return None
    return _on_the_clock(int(parts[0]), int(parts[1]) if len(parts) == 2 else 0, mark, parts[0], last)


def _on_the_clock(hour: int, minute: int, mark: str, written: str, last: int) -> tuple[str, int, int] | None:
    if hour > 24:
        return None
    half = mark if mark in ("am", "pm") else "pm" if 12 < hour < 24 else "am" if (
        written[0] == "0" or hour == 24) else ""
    return half, hour % 12 * 60 + minute, last


def _is_bare_hour(passage: Passage, i: int) -> bool:
    """In "until 11" or "at six" a number is an hour when no counted thing follows."""
    before, after = _word(passage, i - 1, i), _word(passage, i + 1, i)
    if before not in known.BEFORE_HOUR or passage.gaps[i] > PLAIN or not known.value_of(passage.words[i]):
        return False
    if before in ("from", "since", "around", "about", "after", "before", "to") and after not in ("until", "till", "to"):
        return before in ("after", "before", "since") and not after
    if before == "at" and int(known.value_of(passage.words[i]).split(".")[0]) > 12:
        return False
    closes = not after or passage.gaps[i + 1] >= COMMA or after in STOP or after in CLASSES["weekday"]
    if after == "in" and before != "at":
        return False
    return closes and after not in ("of", "times", "out", "per", "more", "or", "to")


def _spoken_time(passage: Passage, i: int) -> tuple[str, int, int] | None:
    """Half past two, quarter to nine, ten past six."""
    word, follows, hour = passage.words[i], _word(passage, i + 1, i), known.HOURS.get(_word(passage, i + 2, i))
    if follows not in ("past", "to") or hour is None:
        return None
    minutes = {"half": 30, "quarter": 15}.get(word) or int(known.NUMBERS.get(word, 0) if word != "half" else 0)
    if not minutes or (follows == "to" and word not in ("quarter", "ten", "five", "twenty")):
        return None
    mark = _word(passage, i + 3, i)
    total = int(hour) % 12 * 60 + (minutes if follows == "past" else -minutes)
    return (mark, total % 720, i + 3) if mark in ("am", "pm") else ("", total % 720, i + 2)


def _amounts(passage: Passage, used: set) -> Iterator[Trace]:
    """A number with its unit is one fact: two hours, 2mg, £84, 30%."""
    for i, word in enumerate(passage.words):
        if i in used:
            continue
        value, unit, last = known.amount_at(passage.words, i, passage.gaps)
        if not value:
            continue
        if i and passage.text[passage.starts[i] - 1] in "£$€":
            unit = passage.text[passage.starts[i] - 1]
        elif passage.text[passage.ends[last]:passage.ends[last] + 1] == "%":
            unit = "%"
        if unit and word in ("a", "an") and _is_rate(passage, i):
            yield Trace("number", i, i + 1, frozenset())
        elif unit:
            used.update(range(i, last + 1))
            yield Trace("number", i, last, frozenset({known.measured(value, unit)}))


def _is_rate(passage: Passage, i: int) -> bool:
    """In "£84 a week" and "twice a day" no length of time is meant."""
    before = _word(passage, i - 1, i)
    return bool(known.value_of(before)) or before in known.UNITS or before == "times" or before[:1].isdigit()


def _days(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        if i in used:
            continue
        before, after = _word(passage, i - 1, i), _word(passage, i + 1, i)
        capital = passage.text[passage.starts[i]].isupper()
        if word == "weds" or word in CLASSES["weekday"] and (len(word) > 3 or capital):
            yield Trace("when", i, i, frozenset({("weekday", word[:3])}))
        elif word.isdigit() and len(word) == 4 and word[:2] in ("19", "20"):
            yield Trace("when", i, i, frozenset({("year", word)}))
        elif word in known.PARTS_OF_DAY and before not in ("good", "all") and after != "staff":
            yield Trace("when", i, i, frozenset({("day", known.PARTS_OF_DAY[word])}))
        elif word in ("am", "pm") and (before in ("this", "yesterday", "today", "tomorrow") or
                                       before in CLASSES["weekday"]):
            yield Trace("when", i, i, frozenset({("day", "morning" if word == "am" else "afternoon")}))
        elif word == "new" and after == "year":
            last = i + 1
            while last < passage.last[i] and last - i < 3 and passage.words[last + 1] in ("'s", "day", "eve"):
                last += 1
            yield Trace("when", i, last, frozenset({("day", "new year " + passage.words[last])}))
        elif word == "boxing" and after == "day":
            yield Trace("when", i, i + 1, frozenset({("dec", "26")}))
        elif word in known.MEALS and before in ("at", "after", "before", "during"):
            yield Trace("when", i, i, frozenset({("day", known.MEALS[word])}))
        elif word in ("last", "next") and after in known.PERIODS and passage.gaps[i + 1] == PLAIN:
            yield Trace("when", i, i + 1, frozenset({(word, after.rstrip("s"))}))


def _numbers(passage: Passage, used: set) -> Iterator[Trace]:
    for i, word in enumerate(passage.words):
        if i in used or ":" in word:
            continue
        if word[-2:] in ("st", "nd", "rd", "th") and day_of(word):
            if _word(passage, i + 1, i) in ("time", "visit", "call", "letter", "occasion", "attempt"):
                yield Trace("number", i, i, frozenset({day_of(word)}))
                continue
            yield Trace("when", i, i, frozenset({("date", day_of(word))}))
            continue
        value, _, last = known.amount_at(passage.words, i, passage.gaps)
        if value and word not in ("a", "an") and not _is_no_number(passage, i):
            used.update(range(i, last + 1))
            yield Trace("number", i, last, frozenset({value}))


def _is_no_number(passage: Passage, i: int) -> bool:
    """At once, once he had, the one, no one, half asleep: no count is meant."""
    word, before, after = passage.words[i], _word(passage, i - 1, i), _word(passage, i + 1, i)
    if word == "once":
        begins = after in CLASSES["he"] or after in ("the", "i", "we", "it", "a", "there")
        return begins or before in ("at", "more", "all")
    if word == "half":
        return after in ("asleep", "hearted", "way", "heartedly") or not after
    if word != "one":
        return False
    return before in known.BEFORE_LOOSE_ONE or after == "thing" or (
        after in STOP or not after or passage.gaps[i + 1] >= CLAUSE)
