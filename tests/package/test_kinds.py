"""What each kind means, on the course's own exercises: replies teach, and the key never leaves Python."""

import json

import pytest
from peer_course import kinds, library
from peer_course.kinds import order, rewrite, sort
from peer_course.model.answering import NoteFact

EXERCISES = {slug: library.exercise(slug) for slug in library.slugs()}
ALL = pytest.mark.parametrize("slug", EXERCISES)


@pytest.fixture
def words():
    return library.words()


def of(kind: str) -> list:
    return [e for e in EXERCISES.values() if e.kind == kind]


def reasons(exercise) -> list[str]:
    found = [getattr(exercise, "close", "")] if getattr(exercise, "close", "") else []
    inner = [one for group in (*getattr(exercise, "scenes", ()), *getattr(exercise, "groups", ()))
             for one in (*getattr(group, "options", ()), *getattr(group, "items", ()))]
    for one in (*inner, *getattr(exercise, "items", ()), *getattr(exercise, "options", ()), *getattr(exercise, "statements", ()),
                *getattr(exercise, "rules", ()), *getattr(exercise, "notes", ())):
        found += [getattr(one, name) for name in ("say", "reply", "another", "elsewhere", "one_way", "why",
                                                  "reaction") if
                  getattr(one, name, "")]
        found += list(getattr(one, "fits", {}).values())
    return found


@ALL
def test_the_browser_never_gets_a_reason(slug, words):
    shown = json.dumps(kinds.view(EXERCISES[slug], words), ensure_ascii=False)
    assert [r for r in reasons(EXERCISES[slug]) if json.dumps(r, ensure_ascii=False)[1:-1] in shown] == []


@ALL
def test_an_untouched_answer_is_not_complete_and_passing_is(slug):
    exercise = EXERCISES[slug]
    assert not kinds.is_complete(exercise, kinds.empty(exercise))
    assert kinds.is_complete(exercise, kinds.empty(exercise) | {"passed": True})


@ALL
def test_an_untouched_answer_gets_a_calm_reply(slug, words):
    exercise = EXERCISES[slug]
    assert kinds.reply(exercise, kinds.empty(exercise), words).summary


@ALL
def test_somebody_who_passes_is_thanked_and_never_asked_why(slug, words):
    reply = kinds.reply(EXERCISES[slug], {"passed": True}, words)
    assert "counts as done" in reply.summary and reply.sections == ()


@ALL
def test_the_form_for_paper_holds_every_statement_and_no_reason(slug, words):
    from html import unescape
    paper = " ".join(unescape(kinds.printable(EXERCISES[slug], words)).split())
    assert EXERCISES[slug].title in paper
    assert [r for r in reasons(EXERCISES[slug]) if " ".join(r.split()) in paper] == []


@ALL
def test_an_answer_from_an_older_course_never_breaks_a_reply(slug, words):
    exercise = EXERCISES[slug]
    old = {"placed": {"gone": "nowhere"}, "hand": 99, "chosen": ["gone"], "order": ["gone"], "at": {"gone": "x"},
           "note": "gone", "texts": {"gone": "my words"}, "route": "gone", "text": "my words"}
    assert kinds.reply(exercise, old, words).summary
    assert all(len(pair) == 2 for pair in kinds.told(exercise, old))


@pytest.mark.parametrize("exercise", of("sort"), ids=lambda e: e.slug)
def test_every_place_gets_a_reason_for_every_statement(exercise, words):
    for number, hand in enumerate(sort.hands(exercise)):
        for place in exercise.places:
            answer = {"placed": {s.id: place.id for s in hand}, "hand": number}
            reply = kinds.reply(exercise, answer, words)
            assert [s.heading for s in reply.sections] == [s.text for s in hand]
            for statement, section in zip(hand, reply.sections, strict=True):
                said = [line.text for line in section.lines]
                assert set(statement.fits.values()) <= set(said) and all(said)
                assert place.name in section.lines[0].mark


@pytest.mark.parametrize("exercise", of("sort"), ids=lambda e: e.slug)
def test_hands_hold_each_statement_once_and_nearly_the_same_number(exercise):
    dealt = sort.hands(exercise)
    assert [s.id for hand in dealt for s in hand] == [s.id for s in exercise.items]
    assert max(map(len, dealt)) - min(map(len, dealt)) <= 1


def test_worldviews_deals_six_to_eight_from_a_bank_of_at_least_24():
    worldviews = EXERCISES["sort-worldviews"]
    assert len(worldviews.items) >= 24
    assert all(6 <= len(hand) <= 8 for hand in sort.hands(worldviews))
    assert any(len(s.fits) > 1 for s in worldviews.items)


def test_stopping_after_any_one_hand_is_complete():
    worldviews = EXERCISES["sort-worldviews"]
    second = sort.hands(worldviews)[1]
    assert kinds.is_complete(worldviews, {"placed": {s.id: "social" for s in second}})


@pytest.mark.parametrize("exercise", of("choose"), ids=lambda e: e.slug)
def test_every_option_has_its_own_reply(exercise, words):
    replies = {kinds.reply(exercise, {"chosen": [o.id]}, words).sections[0].lines[0].text for o in exercise.options}
    assert len(replies) == len(exercise.options)


@pytest.mark.parametrize("exercise", of("order"), ids=lambda e: e.slug)
def test_an_order_that_keeps_the_rules_is_good_and_one_that_does_not_is_told_why(exercise, words):
    from graphlib import TopologicalSorter
    graph = {item.id: {rule.first for rule in exercise.rules if rule.then == item.id} for item in exercise.items}
    good = list(TopologicalSorter(graph).static_order())
    reply = kinds.reply(exercise, {"order": good}, words)
    assert reply.summary == words("order.summary_kept")
    assert words("order.another_way") not in [s.heading for s in reply.sections]
    if exercise.close:
        assert [line.text for line in reply.sections[-1].lines] == [exercise.close]
    told = kinds.reply(exercise, {"order": good[::-1]}, words).sections[0].lines
    assert {line.text for line in told} == {rule.why for rule in exercise.rules}


@pytest.mark.parametrize("exercise", of("order"), ids=lambda e: e.slug)
def test_the_mixed_order_is_always_the_same_and_loses_nothing(exercise):
    assert order.mixed(exercise) == order.mixed(exercise)
    assert sorted(order.mixed(exercise)) == sorted(i.id for i in exercise.items)


def test_a_scale_sets_moments_side_by_side_and_the_first_only_thanks(words):
    myths = EXERCISES["recovery-myths"]
    first, last = myths.points[0], myths.points[-1]
    at = {"at": {s.id: first.id for s in myths.statements}}
    assert kinds.reply(myths, at, words, None).sections == ()
    now = {"at": {s.id: last.id for s in myths.statements}}
    lines = kinds.reply(myths, now, words, ((myths.moments[0], at),)).sections[0].lines
    assert [line.text for line in lines[:3]] == [first.name, last.name, myths.statements[0].say]


@pytest.mark.parametrize(("text", "kept"), [
    ("It happened on two evenings.", True), ("On 2 Evenings.", True), ("On twenty evenings", False), ("two", False)])
def test_a_fact_is_kept_when_every_entry_is_found(text, kept):
    fact = NoteFact(id="when", text="Two evenings", look_for=("two|2|twice", "evening*|night*"))
    assert rewrite.is_kept(fact, text) is kept


@pytest.mark.parametrize("exercise", of("rewrite"), ids=lambda e: e.slug)
def test_the_version_that_we_show_keeps_every_fact_and_no_loaded_word(exercise, words):
    from peer_course.language import review
    for note in exercise.notes:
        assert [f.id for f in note.facts if not rewrite.is_kept(f, note.one_way)] == [], note.id
        loaded = [f.words for f in review(note.one_way) if f.level != "notice"]
        assert loaded == [], note.id
        in_the_note = [f for f in review(note.note) if f.level != "notice"]
        assert in_the_note or exercise.spoken, f"{note.id}: nothing loaded in the note itself"


@pytest.mark.parametrize("exercise", [e for e in of("rewrite") if e.spoken], ids=lambda e: e.slug)
def test_a_sentence_said_another_way_gets_questions_and_no_count_of_facts(exercise, words):
    for note in exercise.notes:
        reply = kinds.reply(exercise, {"note": note.id, "texts": {note.id: note.one_way}}, words)
        headings = [s.heading for s in reply.sections]
        assert words("rewrite.words_left") not in headings and words("rewrite.facts") not in headings
        assert note.look and words("rewrite.ask_yourself") in headings


@pytest.mark.parametrize("exercise", [e for e in of("rewrite") if not e.spoken], ids=lambda e: e.slug)
def test_a_rewrite_is_looked_at_three_times(exercise, words):
    note = exercise.notes[0]
    reply = kinds.reply(exercise, {"note": note.id, "texts": {note.id: note.one_way}}, words)
    assert [s.heading for s in reply.sections] == [words("rewrite.facts"), words("rewrite.words_left"), words("rewrite.voice")]
    own = kinds.reply(exercise, {"note": note.id, "texts": {note.id: note.note}}, words)
    assert any(line.mark.startswith("“") and line.text for line in own.sections[1].lines)


def test_a_very_long_text_is_kept_and_answered_with_a_sentence(words):
    exercise = of("rewrite")[0]
    answer = {"note": exercise.notes[0].id, "texts": {exercise.notes[0].id: "word " * 5000}}
    assert "saved whole" in kinds.reply(exercise, answer, words).summary


def test_markup_in_content_is_shown_as_text(words):
    from dataclasses import replace
    from html.parser import HTMLParser
    nasty = replace(EXERCISES["first-try"], title="<script>x</script>", scene="<img src=x onerror=y>")
    tags = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: tags.append(tag)
    parser.feed(kinds.printable(nasty, words))
    assert not {"script", "img"} & set(tags)


def test_a_word_that_is_meant_as_it_stands_is_kept_with_its_reason(words):
    exercise = of("rewrite")[0]
    note = exercise.notes[0]
    answer = {"note": note.id, "texts": {note.id: "She refused again."}}
    before = kinds.reply(exercise, answer, words).sections[1].lines
    key = next(line.key for line in before if line.mark == "“refused”")
    after = kinds.reply(exercise, answer | {"meant": {note.id: {key: "her own legal right"}}}, words).sections[1].lines
    assert [line.key for line in after if line.mark == "“refused”"] == []
    assert any(line.text == "her own legal right" and "refused" in line.mark for line in after)


def test_at_most_five_words_are_shown_first_and_the_rest_on_request(words):
    exercise = of("rewrite")[0]
    note = exercise.notes[0]
    text = ("She is manipulative, lazy, uncooperative, attention-seeking, in denial, a frequent flyer and "
            "non-compliant. She refused again.")
    answer = {"note": note.id, "texts": {note.id: text}}
    first = [line.key for line in kinds.reply(exercise, answer, words).sections[1].lines if line.key]
    every = kinds.reply(exercise, answer | {"everything": {note.id: True}}, words).sections[1].lines
    assert len(first) == 6 and first[-1] == "more"
    assert len([line for line in every if line.key]) > 5 and "more" not in [line.key for line in every]


def test_a_reason_that_holds_for_two_words_is_given_once(words):
    exercise = of("rewrite")[0]
    note = exercise.notes[0]
    answer = {"note": note.id, "texts": {note.id: "She refused lunch. He refused a coat."}}
    lines = [line for line in kinds.reply(exercise, answer, words).sections[1].lines if line.key]
    assert [line.mark for line in lines] == ["“refused”", "“refused”"]
    assert lines[1].text == words("rewrite.as_with", words="refused") != lines[0].text


@pytest.mark.parametrize("exercise", of("scenario"), ids=lambda e: e.slug)
def test_a_step_taken_back_is_answered_and_not_the_one_after_it(exercise, words):
    first = exercise.scenes[0]
    move = next(o for o in first.options if o.then)
    second = next(s for s in exercise.scenes if s.id == move.then)
    path = [{"scene": first.id, "option": move.id}, {"scene": second.id, "option": second.options[0].id}]
    back = kinds.reply(exercise, {"path": path, "at": first.id}, words)
    assert back.sections[0].heading == move.text
    assert kinds.reply(exercise, {"path": path, "at": second.id}, words).sections[0].heading == second.options[0].text


@pytest.mark.parametrize("exercise", of("scenario"), ids=lambda e: e.slug)
def test_the_form_for_paper_says_where_each_way_leads_or_that_it_ends(exercise, words):
    options = [o for scene in exercise.scenes for o in scene.options]
    paper = kinds.printable(exercise, words)
    assert paper.count("(go to ") == sum(bool(o.then) for o in options)
    assert paper.count("(this way stops here") == sum(o.stops_here for o in options)
    assert paper.count("(this way ends here)") == sum(not o.then and not o.stops_here for o in options)


@pytest.mark.parametrize("exercise", of("ticks"), ids=lambda e: e.slug)
def test_somebody_who_ticked_nothing_is_not_told_about_ticks(exercise, words):
    usual = "Nothing is ticked, and that is fine."
    said = kinds.reply(exercise, kinds.empty(exercise), words).summary
    assert said == (exercise.nothing or usual) and said.startswith(usual)
    assert kinds.reply(exercise, {"ticked": [], "other": "My dog"}, words).summary == exercise.close


def test_somebody_who_finds_no_sign_of_theirs_on_the_list_still_hears_where_help_is(words):
    exercise = next(e for e in of("ticks") if e.slug == "signs-that-i-need-a-rest")
    for answer in (kinds.empty(exercise), {"ticked": ["snapping-at-home"], "other": ""}):
        assert "If you do not feel safe" in kinds.reply(exercise, answer, words).summary


@pytest.mark.parametrize("points", [[], [{"what": "A choir", "when": "", "level": "up"}]], ids=["empty", "with-events"])
def test_words_that_are_not_yet_on_the_map_are_named_as_kept(points, words):
    exercise = of("timeline")[0]
    said = [kinds.reply(exercise, {"points": points, "what": what}, words).summary for what in ("", "A bus ride")]
    assert "not on the map yet" not in said[0]
    assert f"not on the map yet: press “{words('timeline.add')}”" in said[1]


def test_no_sentence_with_a_count_goes_lame_at_one(words):
    exercise = of("match")[0]
    one = kinds.reply(exercise, {"matched": {exercise.items[0].id: [exercise.targets[0].id]}}, words).summary
    assert "Statements matched: 1." in one
    counted = ("match.moved", "order.summary_other", "rewrite.more_words", "timeline.added", "rewrite.summary")
    for name in counted:
        said = words(name, count=1, left=1, kept=1, of=4)
        assert not any(lame in said for lame in ("1 statements", "1 of the", "are 1", "1 were")), said
