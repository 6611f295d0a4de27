"""Words for numbers, units, hours and parts of the day, and how a number in words is added up. Lists and sums only."""

from peer_course.language.tokens import PLAIN, word_set

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PERIODS = word_set("week weeks month months year years day days night nights weekend term spring summer autumn winter")
BEFORE_HOUR = word_set("at until till by from to since around about after before")
BEFORE_LOOSE_ONE = word_set("no the this that any every some another not each to")
_COUNT = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
          "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
HOURS = {word: str(n) for n, word in enumerate(_COUNT[:13]) if n} | {str(n): str(n) for n in range(1, 25)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS = {word: str(n) for n, word in enumerate(_COUNT)} | {word: str(n) for word, n in _TENS.items()} | {
    "once": "1", "twice": "2", "thrice": "3", "half": "half", "several": "several", "dozen": "12", "hundred": "100"}
_ORDINALS = {"second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
             "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10", "twelfth": "12"}

# Each unit is brought to the smallest of its kind, so that half an hour is 30 minutes and a fortnight is 14 days.
UNITS: dict[str, tuple[str, int]] = {}
for _base, _times, _words in (
        ("minutes", 1, "minute minutes min mins"), ("minutes", 60, "hour hours hr hrs"),
        ("seconds", 1, "second seconds secs"),
        ("days", 1, "day days"), ("days", 7, "week weeks wk wks"), ("days", 14, "fortnight fortnights"),
        ("months", 1, "month months mth mths"), ("months", 12, "year years yr yrs"), ("nights", 1, "night nights"),
        ("mg", 1, "mg mgs milligrams milligram"), ("mg", 1000, "g grams gram"), ("ml", 1, "ml mls millilitres"),
        ("kg", 1, "kg kgs kilos kilo kilograms"), ("stone", 1, "stone"), ("metres", 1, "metre metres meters m"),
        ("metres", 1000, "km kilometres"), ("miles", 1, "mile miles"), ("cm", 1, "cm centimetres"),
        ("£", 1, "pound pounds quid"), ("p", 1, "pence"), ("%", 1, "percent"), ("units", 1, "units")):
    for _unit in _words.split():
        UNITS[_unit] = (_base, _times)
_BEGIN = frozenset(NUMBERS) | frozenset(_ORDINALS) | word_set("a an quarter fiver tenner")
_AFTER_A = word_set("hour week fortnight month year minute")
_DAY_PARTS = word_set(
    "today yesterday tomorrow morning mornings afternoon afternoons evening evenings night nights midnight "
    "weekend weekends bedtime")
PARTS_OF_DAY = {w: w.rstrip("s") for w in _DAY_PARTS} | {
    "tonight": "night", "overnight": "night", "midday": "noon", "noon": "noon", "nighttime": "night",
    "christmas": "christmas", "easter": "easter", "lunchtime": "lunch", "teatime": "tea", "dinnertime": "dinner"}
MEALS = {"lunch": "lunch", "breakfast": "breakfast", "dinner": "dinner", "tea": "tea", "supper": "supper"}


def value_of(word: str) -> str:
    """The number a single word stands for: two, 2, x2, 2x, or nothing."""
    if word in NUMBERS:
        return NUMBERS[word]
    if word[:1] == "x" and word[1:].isdigit():
        return word[1:]
    if word[-1:] == "x" and word[:-1].isdigit():
        return word[:-1]
    bare = word.replace(",", "")
    return (bare.lstrip("0") or "0") if bare.replace(".", "", 1).isdigit() and bare[:1].isdigit() else ""


def amount_at(words: list[str], i: int, gaps: list[int]) -> tuple[str, str, int]:
    """The number that begins at word i, its unit if it has one, and its last word; ("", "", i) when there is none."""
    word = words[i]
    if not (word[0].isdigit() or word in _BEGIN or (word[0] == "x" and word[1:].isdigit())):
        return "", "", i
    nearby = [w for k, w in enumerate(words[i:i + 5]) if k == 0 or all(g <= PLAIN for g in gaps[i + 1:i + k + 1])]
    follows = nearby[1] if len(nearby) > 1 else ""
    if word in ("half", "quarter") and nearby[1:3] == ["an", "hour"]:
        return ("30", "minute", i + 2) if word == "half" else ("15", "minute", i + 2)
    if nearby == ["three", "quarters", "of", "an", "hour"]:
        return "45", "minute", i + 4
    if nearby[:4] == ["quarter", "of", "an", "hour"]:
        return "15", "minute", i + 3
    if word in ("fiver", "tenner"):
        return ("5" if word == "fiver" else "10"), "pounds", i
    if word in ("a", "an"):
        if follows == "dozen":
            return "12", "", i
        if follows not in _AFTER_A:
            return "", "", i
        if nearby[2:5] == ["and", "a", "half"]:
            return "1.5", follows, i + 4
        return "1", follows, i + 1
    if word in _ORDINALS and (follows in ("time", "occasion") or (word != "second" and follows != "floor")):
        return _ORDINALS[word], "", i
    if word[0].isdigit():
        digits = word.rstrip("abcdefghijklmnopqrstuvwxyz")
        if digits != word and word[len(digits):] in UNITS and value_of(digits):
            return value_of(digits), word[len(digits):], i
    value, last = value_of(word), i
    if word in _TENS and follows in _COUNT[1:10]:
        value, last = str(_TENS[word] + _COUNT.index(follows)), i + 1
    unit = nearby[last - i + 1] if len(nearby) > last - i + 1 else ""
    if nearby[last - i + 1:last - i + 4] == ["and", "a", "half"] and value.isdigit() and len(nearby) > last - i + 4:
        unit = nearby[last - i + 4]
        return (value + ".5", unit, last + 4) if unit in UNITS else (value, "", last)
    if value and unit in UNITS:
        return value, unit, last + 1
    return value, "", last


def measured(value: str, unit: str) -> tuple[str, str]:
    """One form for equal amounts: half an hour and 30 minutes, two weeks and 14 days."""
    base, times = UNITS.get(unit, (unit, 1))
    try:
        amount = float(value) * times
    except ValueError:
        return base, value
    return base, f"{amount:g}"
