"""Turns the plain documents of content/language into rules, and says in plain words what is amiss.

Reads through peer_course.library only; no rule is written here.
"""

from functools import lru_cache

from peer_course.language.contexts import CONTEXTS
from peer_course.language.matching import Matcher
from peer_course.language.patterns import RuleError
from peer_course.language.shapes import SHAPES
from peer_course.model.language import LEVELS, MOVES, Alternative, Rule, SofteningRule

_REQUIRED = ("id", "level", "why", "ask", "instead", "sources", "must_flag", "must_not_flag")
_OPTIONAL = ("look_for", "shape", "leave_alone", "notice_when", "fine_in", "unless_near", "only_near",
             "not_everyone_agrees")
_PART_KEYS = ("id", "part_of", "look_for", "why", "ask", "instead", "must_flag", "must_not_flag")
_SOFTENING_KEYS = ("id", "was", "now", "why", "must_flag", "must_not_flag")
_SOFTENING_OPTIONAL = ("still",)
_LINES = ("look_for", "fine_in", "unless_near", "only_near", "must_flag", "must_not_flag")


LIKENESS = "likeness"
ANY_TOPIC = "opinion"  # the topic whose rule explains what no topic claims for sure


class Rulebook:
    """All rules by id, and one matcher that finds everything they name in a single pass."""

    def __init__(self, rules: tuple[Rule, ...], softenings: tuple[SofteningRule, ...] = (), parts=None):
        self.rules = {rule.id: rule for rule in rules}
        self.softenings = softenings
        # Some words of a rule may be explained apart: the id of such a part, and the rule that finds its words.
        self.parts: dict[str, str] = dict(parts or {})
        self.shapes = tuple(rule for rule in rules if rule.shape in SHAPES)
        # One rule of a topic may explain what is found by its likeness to marked words; see likeness.
        self.by_likeness = {rule.topic: rule for rule in rules if rule.shape == LIKENESS}
        whole = tuple(rule for rule in rules if rule.id not in self.parts)
        named = tuple((line, (rule.id, "part")) for rule in rules if rule.id in self.parts for line in rule.look_for)
        self.matcher = _matcher(whole, ("look_for", "fine_in", "unless_near", "only_near"), named)
        self.softening_matcher = _matcher(softenings, ("was", "still", "now"))

    def read_all(self) -> None:
        """Read every line now, not when a text first needs it; raises RuleError for one that cannot be read."""
        self.matcher.read_all()
        self.softening_matcher.read_all()


def _matcher(rules, roles, more=()) -> Matcher:
    lines_of = ((line, (rule.id, role)) for rule in rules for role in roles for line in getattr(rule, role))
    return Matcher((*lines_of, *more))


def rulebook() -> Rulebook:
    """The course's own rules, read once when they are first needed."""
    from peer_course.library import paths

    return _rulebook(str(paths.content()))


@lru_cache(maxsize=4)
def _rulebook(content: str) -> Rulebook:
    from peer_course import library

    return _build({name: library.document(f"language/{name}") for name in library.names("language")})


def build(documents: dict[str, dict]) -> Rulebook:
    """Make a rulebook of documents by file name and read every line of it; raises RuleError."""
    book = _build(documents)
    book.read_all()
    return book


def _build(documents: dict[str, dict]) -> Rulebook:
    rules, softenings, seen, parts = [], [], {}, {}
    for name, document in documents.items():
        topic = document.get("topic") or name
        whole = {entry.get("id"): entry for entry in document.get("rules") or () if "part_of" not in entry}
        for entry in document.get("rules") or ():
            if "part_of" in entry:
                parts[entry.get("id")] = entry["part_of"]
                entry = _part(entry, whole, name)
            # Likeness weighs by itself who speaks, and of whom; only what its own rule names holds for it.
            shared = [] if entry.get("shape") == LIKENESS else list(document.get("leave_alone") or ())
            entry = {**entry, "leave_alone": shared + list(entry.get("leave_alone") or ())}
            rules.append(_rule(entry, topic, name))
            _once(seen, rules[-1].id, name)
        for entry in document.get("softened") or ():
            softenings.append(_softening(entry, name))
            _once(seen, softenings[-1].id, name)
    return Rulebook(tuple(rules), tuple(softenings), parts)


def _once(seen: dict, rule_id: str, name: str) -> None:
    if rule_id in seen:
        raise RuleError(f"language/{name}: the rule “{rule_id}” is there already, in {seen[rule_id]}. "
                        "Give one of them another id.")
    seen[rule_id] = name


def _part(entry: dict, whole: dict, name: str) -> dict:
    """Some words of another rule with an explanation of their own: the rest is as in that rule."""
    where = f"language/{name}, rule “{entry.get('id', '?')}”"
    _keys(entry, where, _PART_KEYS, ("not_everyone_agrees",))
    if entry["part_of"] not in whole:
        raise RuleError(f"{where}: part_of names a rule of the same file; “{entry['part_of']}” is none."
                        f"{_nearest(entry['part_of'], whole)}")
    rule = whole[entry["part_of"]]
    taken = {key: rule[key] for key in ("level", "sources") if key in rule}
    return taken | {key: value for key, value in entry.items() if key != "part_of"}


def _rule(entry: dict, topic: str, name: str) -> Rule:
    where = f"language/{name}, rule “{entry.get('id', '?')}”"
    _keys(entry, where, _REQUIRED, _OPTIONAL)
    values = {key: lines(entry[key]) for key in _LINES if key in entry}
    if not values.get("look_for") and "shape" not in entry:
        raise RuleError(f"{where}: say what to look for, under look_for.")
    _examples(values, where)
    _named(entry, "leave_alone", CONTEXTS, where)
    _named(entry, "notice_when", CONTEXTS, where)
    if entry["level"] not in LEVELS:
        raise RuleError(f"{where}: level is one of {', '.join(LEVELS)}.")
    if entry.get("shape") and entry["shape"] not in (*SHAPES, LIKENESS):
        raise RuleError(f"{where}: shape is one of {', '.join((*SHAPES, LIKENESS))}.")
    return Rule(id=entry["id"], topic=topic, level=entry["level"], why=_prose(entry["why"]),
                ask=_prose(entry["ask"]), instead=_alternatives(entry["instead"], where),
                shape=entry.get("shape", ""), leave_alone=tuple(entry.get("leave_alone") or ()),
                notice_when=tuple(entry.get("notice_when") or ()),
                not_everyone_agrees=_prose(entry.get("not_everyone_agrees", "")),
                sources=tuple(entry["sources"] or ()), **values)


def _keys(entry: dict, where: str, required, optional) -> None:
    for key in entry:
        if key not in required and key not in optional:
            raise RuleError(f"{where}: nothing here is called “{key}”.{_nearest(key, (*required, *optional))}")
    for key in required:
        if not entry.get(key):
            raise RuleError(f"{where}: “{key}” is missing or empty.")


def _examples(values: dict, where: str) -> None:
    for key, what in (("must_flag", "is to be noticed"), ("must_not_flag", "is to be left alone")):
        if len(values.get(key, ())) < 2:
            raise RuleError(f"{where}: give at least two examples under {key}, each a sentence that {what}.")


def _named(entry: dict, key: str, known: dict, where: str) -> None:
    for value in entry.get(key) or ():
        if value not in known:
            raise RuleError(f"{where}: there is no context called “{value}”.{_nearest(value, known)}")


def _alternatives(entries: list, where: str) -> tuple[Alternative, ...]:
    found = []
    for entry in entries:
        if not isinstance(entry, dict) or entry.get("move") not in MOVES or not entry.get("say"):
            raise RuleError(f"{where}: every entry of instead needs a move ({', '.join(MOVES)}) and say.")
        found.append(Alternative(entry["move"], _prose(entry["say"])))
    return tuple(found)


def _softening(entry: dict, name: str) -> SofteningRule:
    where = f"language/{name}, “{entry.get('id', '?')}”"
    _keys(entry, where, _SOFTENING_KEYS, _SOFTENING_OPTIONAL)
    values = {key: lines(entry.get(key)) for key in ("was", "still", "now")}
    pairs = {}
    for key in ("must_flag", "must_not_flag"):
        pairs[key] = tuple(_pair(line, where) for line in lines(entry[key]))
    _examples(pairs, where)
    return SofteningRule(id=entry["id"], why=_prose(entry["why"]), **values, **pairs)


def _pair(line: str, where: str) -> tuple[str, str]:
    before, arrow, after = line.partition(" -> ")
    if not arrow:
        raise RuleError(f"{where}: write examples as “first note -> rewrite”.")
    return before.strip(), after.strip()


def lines(value) -> tuple[str, ...]:
    """The lines of a block of text, or the entries of a list, without blanks."""
    entries = value.splitlines() if isinstance(value, str) else [str(v) for v in value or ()]
    return tuple(entry.strip() for entry in entries if entry.strip())


def _prose(value: str) -> str:
    return " ".join(str(value).split())


def _nearest(word: str, known) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1)
    return f" Did you mean “{near[0]}”?" if near else ""
