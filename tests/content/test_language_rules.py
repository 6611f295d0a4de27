"""Every rule of the language review keeps the promises in its own file."""

from collections import Counter

import pytest
from peer_course import library
from peer_course.language import compare, review
from peer_course.language.rules import rulebook

RULES = tuple(rulebook().rules.values())
SOFTENINGS = rulebook().softenings


def serious(text):
    return [f for f in review(text) if f.level != "notice"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_flags_what_it_says_it_flags(rule):
    missed = [text for text in rule.must_flag if rule.id not in {f.rule for f in review(text)}]
    assert missed == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_and_all_others_leave_its_harmless_examples_alone(rule):
    alarmed = [(text, f.rule, f.words) for text in rule.must_not_flag for f in review(text)
               if f.level != "notice" or f.rule == rule.id]
    assert alarmed == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_alternative_is_itself_flagged(rule):
    assert [(a.say, f.rule) for a in rule.instead for f in review(a.say)] == []


def test_every_rule_has_a_source_that_exists():
    known = set(library.document("sources"))
    assert [(rule.id, key) for rule in RULES for key in rule.sources if key not in known] == []
    assert [rule.id for rule in RULES if not rule.sources] == []


def test_no_line_stands_in_two_rules():
    lines = Counter(line for rule in RULES for line in set(rule.look_for))
    assert [line for line, count in lines.items() if count > 1] == []


def test_rules_offer_at_most_three_alternatives_and_always_a_question():
    assert [rule.id for rule in RULES if not 1 <= len(rule.instead) <= 3 or not rule.ask.endswith((".", "?"))] == []


@pytest.mark.parametrize("rule", SOFTENINGS, ids=lambda rule: rule.id)
def test_a_softening_is_seen_where_its_file_says_so(rule):
    unseen = [pair for pair in rule.must_flag if rule.why not in {s.why for s in compare(*pair).softened}]
    assert unseen == []


@pytest.mark.parametrize("rule", SOFTENINGS, ids=lambda rule: rule.id)
def test_a_plain_rewrite_is_no_softening(rule):
    assert [(pair, compare(*pair).softened) for pair in rule.must_not_flag if compare(*pair).softened] == []


NEVER_ALONE = ("overdose", "self-harm", "detained", "restraint", "seclusion", "section", "abuse", "risk", "homeless",
               "unemployed", "crying", "angry", "shouted", "hallucination", "police")


@pytest.mark.parametrize("word", NEVER_ALONE)
def test_plain_hard_words_are_never_flagged_alone(word):
    assert serious(word) == []
    assert serious(f"We talked about {word} for a while.") == []
