"""The little notation of the rule files: how a line is read. Finding what it describes is done in matching.

Notation: `word`, `this|that`, `word*` (any ending), `self-harm` (hyphen or space; two parts also
joined), `high|low -paid` (the same for a choice of words), `(maybe)`, `...` (up to four words), `<class>` (see
lexicon), `[shown]` (the part that is pointed at).
No regular expression is built from a rule, so that no rule can make the review slow.
"""

import re
from functools import lru_cache
from itertools import chain, product

from peer_course.language import lexicon, tokens

GAP = None
_PLAIN_WORDS = re.compile(r"\[?([a-z*][a-z|*-]*)\]?")
_BE = frozenset(("<be>",))
_LEFT_OUT = _BE | {"<person>", "<he>"}
_NEVER_RARE = lexicon.STOP | {""}
_BRACKETS = frozenset("()[]")


class RuleError(ValueError):
    """A rule file that cannot be used; the message names the file, the rule and what to do."""


class PatternError(RuleError):
    """A line of look_for that cannot be read; the message says what to change."""


class Pattern:
    """One way to fill a line of a rule: a slot per word, and which slots are shown.

    It is looked for at its anchor, the rarest slot before a gap. `before` or `after` is the rarer of those beside that
    one, the other is None; `others` are the rest before the gap, the rarest first, each with its distance from there.
    """

    __slots__ = ("slots", "shown", "anchor", "fixed", "owner", "before", "after", "others", "opens")

    def __init__(self, slots, shown, owner, opens=False):
        self.slots, self.shown, self.owner, self.opens = slots, shown, owner, opens
        self.fixed = slots.index(GAP) if GAP in slots else len(slots)
        rarest = sorted(range(self.fixed), key=lambda n: (_commonness(slots[n]), len(slots[n])))
        self.anchor = at = rarest[0] if rarest else 0
        beside = next((n for n in rarest if abs(n - at) == 1), at)
        self.before, self.after = slots[beside] if beside < at else None, slots[beside] if beside > at else None
        # What the index of the matcher has looked at already is not looked at again.
        self.others = tuple((n - at, slots[n]) for n in rarest if n not in (at, beside))


@lru_cache(20_000)
def _commonness(slot) -> int:
    """Tell how often a slot is met in any text; a pattern is looked for where its rarest word stands."""
    if any("<" in label for label in slot):
        return 2
    return int(not slot.isdisjoint(lexicon.STOP))


def words_needed(line: str) -> frozenset[str]:
    """Words of which a text must hold one for this line to be found; empty when a glance cannot tell.

    Only a quick look, for rarer words first, so that a line need not be read before a text gives a reason to.
    """
    chunks, common = line.split(), frozenset()
    for chunk, following in zip(chunks, [*chunks[1:], ""], strict=True):
        plain = _PLAIN_WORDS.fullmatch(chunk)
        if plain and following[:1] != "-":
            options = plain[1].split("|")
            words = frozenset(chain.from_iterable(map(_needed, options)) if "-" in chunk else options)
            if words.isdisjoint(_NEVER_RARE):
                return words
            if "" not in words and (not common or len(words) < len(common)):
                common = words
    return common


def _needed(option: str) -> tuple[str, ...]:
    """The word of which an option needs one: "self-harm" needs its rarer part, or both in one word."""
    rare = next((piece for piece in option.split("-") if piece not in _NEVER_RARE), "")
    return (rare,) if option.count("-") > 1 else (rare, option.replace("-", ""))


def read(line: str, owner) -> list[Pattern]:
    """Read one line of the notation; raises PatternError with a sentence for the author."""
    parts, shown, opened = [], None, None
    for chunk in _chunks(line):
        if chunk.startswith("["):
            chunk, opened = chunk[1:], len(parts)
        closes = chunk.endswith("]")
        parts.append(_choices(chunk.rstrip("]"), line))
        if closes:
            shown = (len(parts) if opened is None else opened, len(parts))
            opened = None
    if not parts or opened is not None:
        raise PatternError(f"“{line}” opens a [ without closing it, or is empty.")
    if any(run[-1] is GAP for run in parts[-1] if run) or () in parts[-1] and parts[-2:-1] == [[(GAP,)]]:
        raise PatternError(f"“{line}” ends with a gap; put a word after the three dots that has to be there.")
    return [_pattern(combination, shown, owner) for combination in product(*parts)] + (
        _telegraphic(parts, shown, owner) if owner[1] == "look_for" else [])


def _telegraphic(parts, shown, owner) -> list[Pattern]:
    """The same line as a hurried note has it: "is lazy" and "told to wait" for "<person> <be> …"."""
    found, person = [], True
    for cut in range(1, min(3, len(parts))):
        labels = frozenset().union(*(run[0] for run in parts[cut - 1] if run and run[0]))
        if labels.isdisjoint(_LEFT_OUT if person else _BE) or (cut == 2 and "<be>" not in labels):
            break
        person = False
        rest = parts[cut:]
        begin, end = (max(0, shown[0] - cut), max(1, shown[1] - cut)) if shown else (0, len(rest))
        found.extend(_pattern(combination, (begin, end), owner, opens=True) for combination in product(*rest)
                     if any(map(_is_telling, combination)))
    return found


def _is_telling(run) -> bool:
    """Whether a run of slots holds a word that is not met in every text."""
    return any(slot and _commonness(slot) == 0 and all(label[-1] != "*" for label in slot) for slot in run)


def _chunks(line: str) -> list[str]:
    """Cut a line at its spaces; a chunk that begins with a hyphen belongs to the one before it."""
    return re.sub(r"[ \t]+-", "\0", line).split()


def _pattern(combination, shown, owner, opens=False) -> Pattern:
    slots, edges = [], [0]
    for run in combination:
        slots.extend(run)
        edges.append(len(slots))
    first, last = shown or (0, len(combination))
    return Pattern(tuple(slots), (edges[first], edges[last]), owner, opens)


def _choices(chunk: str, line: str) -> list[tuple]:
    """All ways to read one chunk, each a run of slots."""
    if chunk == "...":
        return [(GAP,)]
    if chunk.startswith("(") and chunk.endswith(")"):
        return [(), *_choices(chunk[1:-1], line)]
    if not chunk or not _BRACKETS.isdisjoint(chunk):
        raise PatternError(f"“{line}”: a bracket stands where it cannot be read.")
    if "\0" in chunk:
        return _hyphened(chunk.split("\0"))
    for option in chunk.split("|"):
        if option[:1] == "<" and option[1:-1] not in lexicon.CLASSES and option != "<name>":
            raise PatternError(f"“{line}”: there is no class of words called {option}.")
    single = frozenset(o if o[:1] == "<" else tokens.fold(o) for o in chunk.split("|") if _is_one_word(o))
    runs = [(single,)] if single else []
    for option in chunk.split("|"):
        if not _is_one_word(option):
            runs.extend(_hyphened(option.split("-")) if "'" not in option else [_short_form(option)])
    return runs


def _is_one_word(option: str) -> bool:
    return option[:1] == "<" or ("-" not in option and "'" not in option.strip("'"))


def _hyphened(pieces: list[str]) -> list[tuple]:
    """Pieces that a hyphen, a space or nothing joins; more than two are never written as one word."""
    options = [[tokens.fold(o) for o in piece.split("|")] for piece in pieces if piece]
    apart = tuple(frozenset(choices) for choices in options)
    return [apart] if len(apart) > 2 else [apart, (frozenset("".join(joined) for joined in product(*options)),)]


def _short_form(option: str) -> tuple:
    """A short form such as can't is two words for the tokens, so it is here too."""
    return tuple(frozenset((word,)) for _, _, word in tokens.spans(option))
