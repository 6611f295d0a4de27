"""Match, scenario, blend, timeline, builder, ticks and planner on a bare page, by keyboard alone."""

import json

import pytest
from bare_page import BarePage, sitting
from peer_course import answers, kinds, library
from test_exercises_on_a_page import barriers, tab_to

pytestmark = pytest.mark.browser


def first(kind: str):
    return next(e for e in map(library.exercise, library.slugs()) if e.kind == kind)


@pytest.fixture
def bare(page):
    return BarePage(page)


def press(page, name: str):
    tab_to(page, name, 300)
    page.keyboard.press("Enter")


def back_to(page, label: str, most: int = 40):
    for _ in range(most):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("() => document.activeElement.ariaLabel") == label:
            return
    raise AssertionError(f"Shift+Tab never came to {label}")


def replied(page):
    page.wait_for_selector(".pc-reply:not([hidden])")


def saved(exercise) -> dict:
    return answers.load(exercise.slug).answer


def test_matching_with_several_targets(bare):
    exercise = first("match")
    bare.show(sitting(exercise.slug))
    for item in exercise.items:
        tab_to(bare.page, item.text, 200)
        bare.page.keyboard.press("Space")
        bare.page.keyboard.press("Tab")
        bare.page.keyboard.press("Space")
    press(bare.page, "Look at my matches")
    replied(bare.page)
    assert {len(targets) for targets in saved(exercise)["matched"].values()} == {2}
    assert kinds.is_complete(exercise, saved(exercise))


def test_a_scenario_goes_on_back_and_starts_again(bare):
    exercise, page = first("scenario"), bare.page
    start = exercise.scenes[0]
    onward = next(o for o in start.options if o.then)
    bare.show(sitting(exercise.slug))
    tab_to(page, start.options[0].text)
    page.keyboard.press("Space")
    for _ in range(start.options.index(onward)):
        page.keyboard.press("ArrowDown")  # going through the options keeps the focus among them
    assert page.evaluate("() => document.activeElement.type") == "radio"
    press(page, "Show the reply")
    replied(page)
    page.get_by_text(onward.reaction.split("\n")[0]).first.wait_for()
    press(page, "Go on")
    there = next(s for s in exercise.scenes if s.id == onward.then)
    assert there.scene.split("\n")[0][:40] in page.locator(".pc-scene").inner_text()
    assert page.evaluate("() => document.activeElement.tagName") == "H4"
    press(page, "One step back")
    assert start.scene.split("\n")[0][:40] in page.locator(".pc-scene").inner_text()
    assert page.get_by_label(onward.text).is_checked()
    press(page, "Start again")
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert saved(exercise)["path"] == []


def test_every_way_through_a_scenario_can_be_walked_to_its_end(words):
    exercise = first("scenario")
    scenes = {s.id: s for s in exercise.scenes}
    for option in exercise.scenes[0].options:
        path, here = [{"scene": exercise.scenes[0].id, "option": option.id}], option
        while here.then and len(path) < 30:
            scene = scenes[here.then]
            here = next((o for o in scene.options if not o.then), scene.options[0])
            path.append({"scene": scene.id, "option": here.id})
        answer = {"path": path, "at": path[-1]["scene"]}
        assert kinds.is_complete(exercise, answer)
        assert len(kinds.told(exercise, answer)) == len(path)


@pytest.fixture
def words():
    return library.words()


def test_blending_with_the_arrow_keys_keeps_a_hundred(bare):
    exercise, page = first("blend"), bare.page
    bare.show(sitting(exercise.slug))
    tab_to(page, exercise.views[0].name)
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    press(page, "Look at what I placed")
    replied(page)
    shares = saved(exercise)["at"][exercise.statements[0].id]
    assert sum(shares.values()) == 100 and shares[exercise.views[0].id] > shares[exercise.views[1].id]
    press(page, "The next statement")
    assert page.locator("blockquote").inner_text().startswith(exercise.statements[1].text.split("\n")[0][:30])


def test_blending_with_a_pointer(bare):
    exercise, page = first("blend"), bare.page
    bare.show(sitting(exercise.slug))
    box = page.locator(".pc-triangle").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.12)
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    shares = saved(exercise)["at"][exercise.statements[0].id]
    assert sum(shares.values()) == 100 and shares[exercise.views[0].id] > 80


def test_a_map_is_made_changed_and_drawn(bare):
    exercise, page = first("timeline"), bare.page
    bare.show(sitting(exercise.slug))
    tab_to(page, "What happened")
    for text in ("A bus ride", "A choir", "A letter"):
        page.keyboard.type(text)  # the focus is back in the box after each one
        press(page, "Add it to my map")
    press(page, "Earlier: A letter")
    back_to(page, "Take off: A bus ride")
    page.keyboard.press("Enter")
    assert page.locator(".pc-steps li").count() == 2
    assert page.evaluate("() => document.activeElement.textContent") == "Bring back: A bus ride"
    page.keyboard.press("Enter")
    page.get_by_label("A river").check()
    page.locator(".pc-map circle").nth(2).wait_for()
    assert barriers(bare) == []
    press(page, "Questions to look at it with")
    replied(page)
    assert [p["what"] for p in saved(exercise)["points"]] == ["A bus ride", "A letter", "A choir"]


def map_of(bare, *events: str):
    """Show the map and put events on it."""
    bare.show(sitting(first("timeline").slug))
    for text in events:
        bare.page.get_by_label("What happened", exact=True).fill(text)
        bare.page.get_by_role("button", name="Add it to my map").click()


def on_the_map(page) -> list[str]:
    return [box.input_value() for box in page.locator(".pc-steps input").all()]


def test_bringing_one_event_back_keeps_what_was_added_and_reworded_since(bare):
    page = bare.page
    map_of(bare, "Event A", "Event B", "Event C")
    page.get_by_role("button", name="Take off: Event A").click()
    page.get_by_label("What happened", exact=True).fill("Event D")
    page.get_by_role("button", name="Add it to my map").click()
    page.locator(".pc-steps input").first.fill("B in other words")
    page.get_by_role("button", name="Bring back: Event A").click()
    assert on_the_map(page) == ["Event A", "B in other words", "Event C", "Event D"]
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert [p["what"] for p in saved(first("timeline"))["points"]] == on_the_map(page)


def test_two_events_that_were_taken_off_both_come_back(bare):
    page = bare.page
    map_of(bare, "Event A", "Event B", "Event C")
    for name in ("Event A", "Event C"):
        page.get_by_role("button", name=f"Take off: {name}").click()
    page.get_by_role("button", name="Bring back: Event C").click()
    assert on_the_map(page) == ["Event B", "Event C"]
    page.get_by_role("button", name="Bring back: Event A").click()
    assert on_the_map(page) == ["Event A", "Event B", "Event C"]
    assert page.get_by_role("button", name="Bring back").count() == 0


def test_the_buttons_of_an_event_follow_its_words(bare):
    page = bare.page
    map_of(bare, "Event A", "Event B")
    page.locator(".pc-steps input").first.fill("Reworded X")
    named = page.locator(".pc-steps li").first.locator("button").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert named == ["Earlier: Reworded X", "Later: Reworded X", "Take off: Reworded X"]


def test_a_card_is_built_and_printed_as_a_page_of_its_own(bare):
    exercise, page = first("builder"), bare.page
    bare.show(sitting(exercise.slug))
    part = exercise.parts[0]
    tab_to(page, f"In my own words: {part.name}")
    page.keyboard.type("Ring <b>Ada</b>")
    press(page, "Show my card")
    replied(page)
    assert "Ring <b>Ada</b>" in page.locator(".pc-reply").inner_text()
    press(page, "Print my card")
    frame = page.frame_locator("iframe.pc-unseen")
    frame.locator("li", has_text="Ring <b>Ada</b>").wait_for(state="attached")
    with page.expect_download() as download:
        press(page, "Save my card as a page")
    assert "Ring &lt;b&gt;Ada" in download.value.path().read_text(encoding="utf-8")


def test_ticking_and_something_of_ones_own(bare):
    exercise, page = first("ticks"), bare.page
    bare.show(sitting(exercise.slug))
    item = exercise.groups[0].items[0]
    tab_to(page, item.text)
    page.keyboard.press("Space")
    press(page, "Done for now")
    replied(page)
    assert saved(exercise)["ticked"] == [item.id]


def test_a_plan_brings_only_what_was_chosen(bare):
    exercise, page = first("planner"), bare.page
    answers.save("words-about-me", {"route": "own", "text": "brought on purpose"}, 0, "test")
    answers.save("where-my-view-came-from", {"route": "own", "text": "stays at home"}, 0, "test")
    here = sitting(exercise.slug)
    bare.show(here)
    assert "stays at home" not in json.dumps(here.spec())
    tab_to(page, "Something that I wrote or did earlier", 60)
    page.keyboard.type(library.exercise("words-about-me").title)  # a menu goes to the title that is typed
    press(page, "Bring it into this part")
    press(page, "Show my outline")
    replied(page)
    text = page.locator(".pc-reply").inner_text()
    assert "brought on purpose" in text and "stays at home" not in text


def test_what_was_brought_into_a_plan_can_be_left_out_again(bare):
    exercise, page = first("planner"), bare.page
    answers.save("words-about-me", {"route": "own", "text": "mine"}, 0, "test")
    bare.show(sitting(exercise.slug))
    part, title = page.locator(".pc-body section").first, library.exercise("words-about-me").title
    part.get_by_role("combobox").select_option("words-about-me")
    part.get_by_role("button", name="Bring it into this part").click()
    assert page.get_by_role("button", name=f"Leave out: {title}").count() == 1
    assert barriers(bare) == []
    page.get_by_role("button", name=f"Leave out: {title}").click()
    assert page.evaluate("() => document.activeElement.tagName") == "SELECT"
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert saved(exercise)["brought"] == {exercise.parts[0].id: []}


def test_a_plan_is_printed_and_kept_with_what_was_brought(bare):
    exercise, page = first("planner"), bare.page
    answers.save("words-about-me", {"route": "own", "text": "Brought <b>whole</b>\nwith a second line"}, 0, "test")
    bare.show(sitting(exercise.slug))
    part = page.locator(".pc-body section").first
    part.get_by_role("textbox").fill("A note of mine")
    part.get_by_role("combobox").select_option("words-about-me")
    part.get_by_role("button", name="Bring it into this part").click()
    page.get_by_role("button", name="Print my outline").click()
    frame = page.frame_locator("iframe.pc-unseen")
    frame.get_by_text("Brought <b>whole</b>").wait_for(state="attached")
    assert bare.fits()  # what is printed does not widen the page on which it was asked for
    assert frame.get_by_text("A note of mine").count() == 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my outline as a page").click()
    assert "Brought &lt;b&gt;whole" in download.value.path().read_text(encoding="utf-8")


def test_an_empty_plan_prints_no_blank_page(bare):
    exercise, page = first("planner"), bare.page
    bare.show(sitting(exercise.slug))
    page.get_by_role("button", name="Print my outline").click()
    page.get_by_text("The plan is empty so far").first.wait_for()
    assert page.locator("iframe").count() == 0
