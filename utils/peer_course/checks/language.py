"""Whether the rules of the language review can be used, and keep the promises in their own files."""

from ..language import comparing, reviewing, rules
from ..language.passage import Passage
from ..library.shape import Problem

FOLDER = "language/"


def problems(data: dict, book: rules.Rulebook) -> list[Problem]:
    """Return the examples, alternatives and sources of the rules that do not hold."""
    found = [Problem("content/language", 0, f"rule “{rule.id}”: {say}")
             for rule in book.rules.values() for say in _broken_promises(rule, book, data)]
    return found + [Problem("content/language", 0, f"“{pair.id}”: {say}")
                    for pair in book.softenings for say in _unseen_pairs(pair, book)]


def rulebook(data: dict) -> rules.Rulebook:
    """Return the rules as the files have them now; raises RuleError."""
    return rules.build({name.removeprefix(FOLDER): one for name, one in data.items() if name.startswith(FOLDER)})


def _broken_promises(rule, book: rules.Rulebook, data: dict):
    for text in rule.must_flag:
        if rule.id not in {f.rule for f in _review(text, book)}:
            yield f"“{text}” stands under must_flag and is not found by it."
    for text in rule.must_not_flag:
        for finding in _review(text, book):
            if finding.level != "notice" or finding.rule == rule.id:
                yield f"“{text}” stands under must_not_flag, and “{finding.rule}” finds “{finding.words}” in it."
    for alternative in rule.instead:
        for finding in _review(alternative.say, book):
            yield f"the alternative “{alternative.say}” is itself found by “{finding.rule}”."
    for key in rule.sources:
        if key not in data["sources"]:
            yield f"there is no source `{key}` in sources.yml."


def _review(text: str, book: rules.Rulebook):
    return reviewing.review_passage(Passage(text), book)


def _unseen_pairs(pair, book: rules.Rulebook):
    for before, after in pair.must_flag:
        if pair.why not in _softened(before, after, book):
            yield f"“{before} -> {after}” stands under must_flag and is not found."
    for before, after in pair.must_not_flag:
        if _softened(before, after, book):
            yield f"“{before} -> {after}” stands under must_not_flag and is found."


def _softened(before: str, after: str, book: rules.Rulebook) -> set[str]:
    return {one.why for one in comparing.compare_passages(Passage(before), Passage(after), book).softened}
