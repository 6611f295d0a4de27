"""The rules of the language review keep the promises in their own files, and agree with one another."""

from collections import Counter
from pathlib import Path

import pytest
from peer_course.checks import content, language
from peer_course.language import review
from peer_course.language.rules import rulebook

ROOT = Path(__file__).resolve().parents[2]
RULES = tuple(rulebook().rules.values())


def serious(text):
    return [f for f in review(text) if f.level != "notice"]


def test_every_rule_and_every_softening_does_what_its_examples_say():
    data = {name: document.data for name, document in content.documents(ROOT).items()}
    assert [str(problem) for problem in language.problems(data, language.rulebook(data))] == []


def test_no_line_stands_in_two_rules():
    lines = Counter(line for rule in RULES for line in set(rule.look_for) if rule.id not in rulebook().parts)
    assert [line for line, count in lines.items() if count > 1] == []


def test_rules_offer_at_most_three_alternatives_and_always_a_question():
    assert [rule.id for rule in RULES if not 1 <= len(rule.instead) <= 3 or not rule.ask.endswith((".", "?"))] == []


NEVER_ALONE = ("overdose", "self-harm", "detained", "restraint", "seclusion", "section", "abuse", "risk", "homeless",
               "unemployed", "crying", "angry", "shouted", "hallucination", "police")


@pytest.mark.parametrize("word", NEVER_ALONE)
def test_plain_hard_words_are_never_flagged_alone(word):
    assert serious(word) == []
    assert serious(f"We talked about {word} for a while.") == []
