"""What a learner's cell can say, in every state that a learner can be in."""

import peer_course
import pytest
from peer_course import answers, handover
from peer_course.widgets import carry_on, my_answers
from peer_course.widgets.handing import Panel


def write(key: str, answer: dict):
    answers.save(key, answer, 0, "tab1")


def test_every_verb_shows_something():
    shown = [peer_course.exercise("first-try"), peer_course.journal("my-worldview"), peer_course.support(),
             peer_course.carry_on(), peer_course.my_answers(), peer_course.hand_in("02-worldviews")]
    assert all(one is not None for one in shown)


def test_a_verb_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(AttributeError, match="It has: carry_on, cohort, exercise"):
        _ = peer_course.excercise


def test_support_says_plainly_that_nobody_has_checked_the_numbers():
    page = peer_course.support()
    assert "999" in page.html and "116 123" in page.html and "Nobody has checked" in page.html


def test_carrying_on_leads_to_the_session_of_the_last_answer(tmp_path):
    for slug in ("02-what-is-recovery", "07-use-of-language-and-communications"):
        (tmp_path / f"{slug}.ipynb").write_text("{}")
    assert 'href="02-what-is-recovery.ipynb"' in carry_on.page(tmp_path).html
    write("words-about-me", {"text": "mine"})
    html = carry_on.page(tmp_path).html
    assert 'href="07-use-of-language-and-communications.ipynb"' in html and "1 of" in html


def test_a_session_that_is_not_there_is_never_linked(tmp_path):
    write("words-about-me", {"text": "mine"})
    assert "href" not in carry_on.page(tmp_path).html


def test_my_answers_reads_every_answer_back_in_words():
    write("words-about-me", {"route": "own", "text": "a private line"})
    write("sort-worldviews", {"placed": {"gone-statement": "social"}})
    write("recovery-myths.before", {"passed": True, "at": {}})
    write("page-that-left-the-course", {"text": "still mine"})
    told = {e["key"]: (e["title"], e["told"]) for e in my_answers.entries()}
    assert told["words-about-me"][1][0][1] == "a private line"
    assert told["sort-worldviews"][1] == [("gone-statement", "Social")]
    assert told["recovery-myths.before"][1] == [("", "passed")] and "(" in told["recovery-myths.before"][0]
    assert told["page-that-left-the-course"][1] == [("text", "still mine")]


def test_both_versions_from_two_tabs_are_listed():
    write("words-about-me", {"text": "one"})
    answers.save("words-about-me", {"text": "two"}, 0, "tab2")
    assert sum("two places" in e["title"] for e in my_answers.entries()) == 1


def test_the_file_to_take_along_holds_the_words_as_text():
    write("words-about-me", {"text": "<script>alert(1)</script> & more"})
    html = my_answers.as_html()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html and "<script>" not in html


def test_deleting_one_and_all_from_the_page():
    write("words-about-me", {"text": "one"})
    write("first-try", {"chosen": ["look-around"]})
    view = my_answers.show()
    view._hear(view, {"do": "delete", "key": "first-try"}, [])
    assert [e["key"] for e in view.entries] == ["words-about-me"]
    view._hear(view, {"do": "delete_all"}, [])
    assert view.entries == [] and answers.everything() == {}


def test_the_form_without_a_kernel_lists_no_answer():
    write("words-about-me", {"text": "SECRET-CANARY"})
    data, _ = my_answers.show()._repr_mimebundle_()
    assert "SECRET-CANARY" not in data["text/html"] + data["text/plain"]


def test_where_words_are_kept_is_true_in_each_place(monkeypatch):
    assert "on this computer" in my_answers.where() and str(answers.folder()) in my_answers.where()
    monkeypatch.setenv("JUPYTERHUB_USER", "alice")
    assert "course server" in my_answers.where() and "backups" in my_answers.where()


@pytest.fixture
def alone(no_tutor):
    return Panel("02-worldviews")


def test_somebody_alone_gets_the_task_and_help_to_read_their_own_work(alone):
    assert alone.state()["stage"] == "alone" and alone.state()["open"] == ""
    spec = alone.spec()
    assert len(spec["own_reading"]["checklist"]) >= 3 and len(spec["own_reading"]["examples"]) >= 2
    after = alone.hear({"do": "get"})["state"]
    assert after["open"].endswith("02-worldviews/02-worldviews.ipynb")
    assert after["say"] == "Your copy is ready. It stays with you."


def test_somebody_alone_is_told_of_no_tutor_no_date_and_no_handing_in(alone):
    spec = alone.spec()
    assert not spec["title"].startswith("Hand in") and len(spec["before"]) == 1 and "change them" in spec["before"][0]
    assert not any(part in alone.printable() for part in ("Who reads it", "Hand in", "tutor", "no date"))


def test_the_panel_says_before_anything_who_reads_it_and_that_it_is_no_emergency_line(alone, tmp_path, monkeypatch):
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "exchange"))
    (tmp_path / "exchange" / handover.COURSE / "inbound").mkdir(parents=True)
    spec = alone.spec()
    assert spec["title"].startswith("Hand in: ")
    said = " ".join(spec["before"])
    for part in ("Who reads it", "second marker", "confidential", "not a way to get help fast", "change them", "no date"):
        assert part in said
    for limit in ("life or safety", "a child", "an adult may be at risk", "the law"):
        assert limit in said, "session 1 names four limits"


def test_looking_shows_what_would_be_sent_and_that_an_empty_box_is_fine(alone):
    alone.hear({"do": "get"})
    shown = alone.hear({"do": "look"})
    assert [piece["untouched"] for piece in shown["preview"]] == [True]


def test_looking_before_getting_the_task_gives_a_sentence(alone):
    shown = alone.hear({"do": "look"})
    assert shown["preview"] is None and shown["notes"]
