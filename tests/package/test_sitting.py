"""Everything a page can say to Python, without a browser: saving, looking, two tabs, trouble."""

import pytest
from peer_course import answers, library
from peer_course.widgets.exercise import ExerciseView, show
from peer_course.widgets.sitting import Sitting


def sitting(slug="words-about-me", moment="") -> Sitting:
    return Sitting(library.exercise(slug), moment)


def save(text: str, based_on=0, writer="tab1", seq=1, do="save") -> dict:
    return {"do": do, "answer": {"route": "", "text": text}, "based_on": based_on, "writer": writer, "seq": seq}


def test_what_was_saved_is_there_for_the_next_kernel():
    sitting().hear(save("my words"))
    assert sitting().held()["answer"]["text"] == "my words"


def test_a_save_is_acknowledged_with_the_number_of_the_message():
    held, back = sitting().hear(save("my words", seq=7))
    assert (held["seq"], held["revision"], held["writer"], back) == (7, 1, "tab1", [])


def test_a_full_disk_is_told_and_nothing_is_acknowledged(monkeypatch):
    def full(*_):
        raise answers.NotSaved("Not saved yet: the disk is full. Your words are still on this page.")

    monkeypatch.setattr(answers, "save", full)
    held, back = sitting().hear(save("my words"))
    assert held is None and back[0]["do"] == "trouble" and "disk is full" in back[0]["say"]


def test_the_reply_comes_even_when_the_disk_is_full(monkeypatch):
    monkeypatch.setattr(answers, "save", lambda *_: (_ for _ in ()).throw(answers.NotSaved("full")))
    _, back = sitting().hear(save("my words", do="reply"))
    assert [message["do"] for message in back] == ["trouble", "reply"]


def test_two_tabs_on_one_exercise_keep_both():
    one, two = sitting(), sitting()
    one.hear(save("from one", writer="tab1"))
    held, _ = two.hear(save("from two", writer="tab2"))
    assert "Both versions are kept" in held["note"]
    assert {s.answer["text"] for s in answers.everything().values()} == {"from one", "from two"}


def test_a_paste_of_20000_characters_is_kept_whole():
    text = "ä“word” " * 2500
    sitting().hear(save(text))
    assert len(text) == 20000 and sitting().held()["answer"]["text"] == text


def test_a_content_update_keeps_old_answers(own_content):
    page = sitting("first-try")
    page.hear({"do": "save", "answer": {"chosen": ["look-around"]}, "based_on": 0, "writer": "t", "seq": 1})
    file = own_content / "exercises" / "first-try.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("Only looking around", "Just looking"), encoding="utf-8")
    new = sitting("first-try")
    assert new.held()["answer"]["chosen"] == ["look-around"]
    assert "Just looking" in str(new.spec())


def test_each_moment_of_a_scale_is_kept_apart_and_compared():
    before, after = sitting("recovery-myths"), sitting("recovery-myths", "after")
    point = before.exercise.points[0].id
    at = {s.id: point for s in before.exercise.statements}
    message = {"answer": {"at": at}, "based_on": 0, "writer": "t", "seq": 1, "do": "reply"}
    assert before.hear(message)[1][0]["reply"]["sections"] == ()
    told = after.hear(message)[1][0]["reply"]["sections"][0]["lines"]
    assert told[0]["mark"] == before.exercise.moments[0].name


def test_an_unknown_moment_gets_a_sentence():
    with pytest.raises(library.Unknown, match="It knows “before”, “after”"):
        sitting("recovery-myths", "later")


def test_a_damaged_file_is_told_when_the_page_opens():
    sitting().hear(save("my words"))
    (answers.folder() / "words-about-me.json").write_text("{cut")
    assert "nothing was deleted" in sitting().held()["note"]


def test_a_newer_format_is_told_when_the_page_opens():
    answers.folder().mkdir(parents=True)
    (answers.folder() / "words-about-me.json").write_text('{"format": 99}')
    assert "newer version" in sitting().held()["note"]


def test_the_widget_opens_two_comms_and_passes_messages_on():
    view = show(sitting())
    view._handle_msg({"content": {"data": {"method": "custom", "content": save("from the browser")}}, "buffers": []})
    assert view.held["answer"]["text"] == "from the browser"
    assert isinstance(view, ExerciseView)


def test_the_form_without_a_kernel_never_holds_an_answer():
    page = sitting()
    page.hear(save("SECRET-CANARY"))
    data, _ = show(sitting())._repr_mimebundle_()
    assert "SECRET-CANARY" not in data["text/html"] + data["text/plain"]


def test_an_unknown_slug_gets_the_nearest_name_and_no_traceback():
    from peer_course import exercise, hand_in
    assert "Did you mean “sort-worldviews”" in exercise("sort-worldview").text
    assert "Did you mean “02-worldviews”" in hand_in("worldviews").text
    assert "There is no exercise called" in exercise().text


def test_a_plan_offers_what_was_written_session_by_session_and_nothing_of_the_start_page():
    plan = next(e for e in map(library.exercise, library.slugs()) if e.kind == "planner")
    titles = {s["slug"]: s["title"] for s in library.document("course")["sessions"]}
    of_four = [e for e in map(library.exercise, library.slugs()) if e.session == "04-what-is-peer-support"]
    page = next(e for e in of_four if e.kind == "journal")
    other = next(e for e in of_four if e.kind not in ("journal", "timeline") and not hasattr(e, "moments"))
    for slug in (other.slug, page.slug, "sort-worldviews", "first-try", "finding-your-feet"):
        answers.save(slug, {"text": "a word of mine", "note": "x", "texts": {"x": "y"}, "order": ["x"], "chosen": ["x"],
                            "placed": {"x": "y"}, "matched": {"x": ["y"]}, "ticked": ["x"], "at": {}}, 0, "t")
    answers.save("no-longer-there", {"text": "old"}, 0, "t")
    yours = Sitting(plan).spec()["yours"]
    keys = [[one["key"] for one in group["entries"]] for group in yours["groups"]]
    assert [group["name"] for group in yours["groups"]][0] == f"Session 2: {titles['02-what-is-recovery']}"
    assert keys[0] == ["sort-worldviews"] and keys[1][0] == page.slug and keys[-1] == ["no-longer-there"]
    assert not {"first-try", "finding-your-feet"} & {key for group in keys for key in group}
    assert yours["titles"]["first-try"]  # who brought it before still sees what it is called
