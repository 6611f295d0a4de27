"""Every exercise of the course on a bare page: for every reader, on a phone and a desk, by keyboard alone."""

import pytest
from bare_page import BarePage, sitting
from peer_course import answers, kinds, library

pytestmark = pytest.mark.browser
SLUGS = library.slugs()
ONE_OF_EACH = {library.exercise(slug).kind: slug for slug in SLUGS}
LOOKS = [(width, scheme) for width in (320, 1280) for scheme in ("light", "dark")]


@pytest.fixture
def bare(page):
    return BarePage(page)


def press_all(page):
    """Choose the first thing in every group and write in every box, then press the main button."""
    page.evaluate("""() => {
      document.querySelectorAll('.pc-group').forEach((g) => g.querySelector('input').click());
      document.querySelectorAll('textarea').forEach((t) => { t.value = 'She refused again.'; t.dispatchEvent(new Event('input')); });
      document.querySelectorAll('details').forEach((d) => { d.open = true; });
      document.querySelector('.pc-main').click(); }""")
    page.wait_for_selector(".pc-reply:not([hidden]) .pc-summary")


def barriers(bare: BarePage, looks=LOOKS) -> list:
    """What axe finds, and where the page would scroll sideways, in these widths and schemes."""
    found = []
    for width, scheme in looks:
        bare.look(width, scheme)
        found += [(width, scheme, fault) for fault in bare.axe()]
        found += [] if bare.fits() else [(width, scheme, "scrolls sideways")]
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_no_barrier_that_axe_can_see_before_and_after_the_reply(bare, slug):
    # Style belongs to the kind, so one exercise of each is looked at in every look; of the others, whose words alone
    # differ, one extreme before the reply and the other after it.
    of_all = slug in ONE_OF_EACH.values()
    bare.show(sitting(slug))
    assert barriers(bare, LOOKS if of_all else LOOKS[:1]) == []
    press_all(bare.page)
    assert (barriers(bare, LOOKS if of_all else LOOKS[-1:]), bare.problems) == ([], [])


def test_no_barrier_in_the_forms_for_paper(bare):
    words = library.words()
    bare.blank("".join(kinds.printable(library.exercise(slug), words) for slug in SLUGS))
    assert barriers(bare, (LOOKS[0], LOOKS[-1])) == []


@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_every_control_is_out_of_reach_of_single_key_commands_and_large_enough(bare, kind):
    page = bare.page
    bare.show(sitting(ONE_OF_EACH[kind]))
    press_all(page)
    controls = page.evaluate("""() => [...document.querySelectorAll('button, select, input, textarea, summary, [tabindex]')]
      .map((c) => [c.outerHTML.slice(0, 80), c.dataset.lmSuppressShortcuts, (c.closest('label') || c).getBoundingClientRect()])
      .map(([html, mark, box]) => [html, mark, box.width === 0 || (box.width >= 24 && box.height >= 24)])""")
    assert controls and [c[0] for c in controls if c[1] != "true"] == []
    assert [c[0] for c in controls if not c[2] and "tabindex" not in c[0]] == []


def tab_to(page, name: str, most: int = 80):
    """Press Tab until the control with this accessible name, or value, has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate("""() => { const a = document.activeElement;
          return [a.ariaLabel, a.textContent, a.value, a.labels && a.labels[0] && a.labels[0].textContent,
                  a.closest('fieldset') && a.closest('fieldset').querySelector('legend').textContent].join('|') }""")
        if name in at:
            return
    raise AssertionError(f"Tab never came to {name}")


def test_sorting_by_keyboard_alone(bare):
    page = bare.page
    bare.show(sitting("sort-worldviews"))
    worldviews = library.exercise("sort-worldviews")
    for statement in kinds.sort.hands(worldviews)[0]:
        tab_to(page, statement.text)
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
    tab_to(page, "Look at this set")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pc-reply:not([hidden])")
    placed = answers.load("sort-worldviews").answer["placed"]
    assert set(placed.values()) == {worldviews.places[1].id} and len(placed) == len(kinds.sort.hands(worldviews)[0])
    assert page.evaluate("() => document.activeElement.tagName") == "H4"
    tab_to(page, "Show the next set")
    page.keyboard.press("Enter")
    assert page.locator(".pc-body h4").inner_text().startswith("Set 2")


def test_choosing_by_keyboard_alone(bare):
    bare.show(sitting("first-try"))
    tab_to(bare.page, "Only looking around")
    bare.page.keyboard.press("Space")
    tab_to(bare.page, "See the replies")
    bare.page.keyboard.press("Enter")
    bare.page.wait_for_selector(".pc-reply:not([hidden])")
    assert answers.load("first-try").answer["chosen"] == ["look-around"]


def test_ordering_by_keyboard_alone_keeps_the_focus_on_the_step_that_moves(bare):
    page = bare.page
    bare.show(sitting("finding-your-feet"))
    last = page.locator(".pc-step").last.inner_text()
    tab_to(page, f"Move up: {last}")
    for _ in range(4):
        page.keyboard.press("Enter")
    assert page.locator(".pc-step").first.inner_text() == last
    assert last in page.evaluate("() => document.activeElement.ariaLabel")
    page.wait_for_function("() => /place 1 of 5/.test(document.querySelector('[role=status]').textContent)")


def test_a_scale_by_keyboard_alone(bare):
    bare.show(sitting("recovery-myths"))
    myths = library.exercise("recovery-myths")
    for statement in myths.statements:
        tab_to(bare.page, statement.text)
        bare.page.keyboard.press("Space")
    tab_to(bare.page, "Keep this and go on")
    bare.page.keyboard.press("Enter")
    bare.page.wait_for_selector(".pc-reply:not([hidden])")
    assert len(answers.load("recovery-myths.before").answer["at"]) == len(myths.statements)


def test_rewriting_by_keyboard_alone(bare):
    page = bare.page
    bare.show(sitting("rewrite-notes"))
    tab_to(page, "Your version")
    page.keyboard.type("She said she would like to go at two. axdd bb")
    tab_to(page, "Look at my words")
    page.keyboard.press("Enter")
    page.wait_for_selector(".pc-reply:not([hidden])")
    assert "axdd bb" in str(answers.load("rewrite-notes").answer["texts"])
    assert page.locator(".pc-reply h5").all_inner_texts()[0] == "First look: the facts"


def test_looking_while_writing_is_off_until_asked_for(bare):
    page = bare.page
    bare.show(sitting("rewrite-notes"))
    page.get_by_label("Your version").fill("She refused again.")
    page.wait_for_timeout(1800)
    assert page.locator(".pc-reply").is_hidden()
    page.get_by_label("Look while I write").check()
    page.wait_for_selector(".pc-reply:not([hidden])")
    assert page.evaluate("() => document.activeElement.tagName") != "H4"


def test_a_journal_by_keyboard_alone_with_words_to_start_from(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    tab_to(page, "Words to start with")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("and then I went on.")
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert answers.load("words-about-me").answer["text"].endswith("and then I went on.")


def test_passing_counts_and_can_be_undone(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    page.get_by_label("Your private page").fill("half a thought")
    page.get_by_role("button", name="Pass on this one").click()
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert page.locator(".pc-body").is_hidden() and answers.load("words-about-me").answer["passed"]
    page.get_by_role("button", name="I would like to do it after all").click()
    assert page.get_by_label("Your private page").input_value() == "half a thought"
    page.wait_for_function("() => document.querySelector('[role=status]').textContent === 'It is open again.'")


SINCE = "You have changed something since this reply."
TWO_ANSWERS = {
    "choose": lambda page, n: page.locator(".pc-group input").nth(n).click(),
    "sort": lambda page, n: page.locator(".pc-group").first.locator("input").nth(n).click(),
    "match": lambda page, n: page.locator(".pc-group").first.locator("input").nth(n).click(),
    "scale": lambda page, n: page.locator(".pc-group").first.locator("input").nth(n).click(),
    "ticks": lambda page, n: page.locator(".pc-group input").nth(n).click(),
    "order": lambda page, n: page.locator(".pc-down").first.click(),
    "blend": lambda page, n: page.locator("input[type=range]").nth(n).fill("80"),
    "builder": lambda page, n: page.locator("textarea").first.fill(f"Line {n}"),
    "planner": lambda page, n: page.locator("textarea").first.fill(f"Note {n}"),
    "rewrite": lambda page, n: page.get_by_label("Your version").fill(f"She went home {n} times."),
}


@pytest.mark.parametrize("kind", TWO_ANSWERS)
def test_a_reply_says_so_when_the_answer_has_changed_and_a_new_one_does_not(bare, kind):
    page, change = bare.page, TWO_ANSWERS[kind]
    bare.show(sitting(ONE_OF_EACH[kind]))
    change(page, 0)
    look = page.locator(".pc-main").first
    look.click()
    page.wait_for_selector(".pc-reply:not([hidden])")
    page.wait_for_timeout(500)
    assert SINCE not in page.locator(".pc-reply").inner_text()
    change(page, 1)
    at = page.evaluate("() => { window.at = document.activeElement; return at.outerHTML; }")
    page.get_by_text(f"{SINCE} Press “{look.inner_text()}” for a new one.").wait_for()
    assert page.evaluate("() => document.activeElement === window.at"), at
    look.click()
    page.wait_for_function("() => !document.querySelector('.pc-since').textContent")
    assert page.locator(".pc-reply .pc-summary").is_visible()


def test_who_goes_back_to_what_the_reply_speaks_of_reads_a_true_reply_again(bare):
    page = bare.page
    bare.show(sitting(ONE_OF_EACH["sort"]))
    page.locator(".pc-group input").nth(0).click()
    page.locator(".pc-main").first.click()
    page.wait_for_selector(".pc-reply:not([hidden])")
    page.locator(".pc-group input").nth(1).click()
    page.get_by_text(SINCE).wait_for()
    page.locator(".pc-group input").nth(0).click()
    page.wait_for_function("() => !document.querySelector('.pc-since').textContent")


def test_the_sentence_about_a_change_is_said_once_while_somebody_types(bare):
    page = bare.page
    bare.show(sitting(ONE_OF_EACH["builder"]))
    page.locator("textarea").first.fill("A line")
    page.locator(".pc-main").first.click()
    page.wait_for_selector(".pc-reply:not([hidden])")
    page.evaluate("""() => { window.said = 0;
      new MutationObserver(() => { window.said += 1; }).observe(document.querySelector('.pc-since'), { childList: true }); }""")
    page.locator("textarea").first.press_sequentially(" and more words", delay=120)
    page.get_by_text(SINCE).wait_for()
    page.wait_for_timeout(600)
    assert page.evaluate("() => window.said") == 1
    assert barriers(bare) == []


def test_an_empty_private_page_that_was_filled_since_is_no_longer_called_empty(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    page.get_by_role("button", name="Enough for now").click()
    page.locator(".pc-reply", has_text="The page is empty").wait_for()
    page.get_by_label("Your private page").fill("words")
    page.get_by_text(SINCE).wait_for()


def test_when_python_is_gone_the_page_says_so_and_keeps_the_words(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    bare.dead = True
    page.get_by_label("Your private page").fill("words on a hard day")
    page.wait_for_function("() => /Not saved yet/.test(document.querySelector('.pc-status').textContent)", timeout=9000)
    assert page.get_by_label("Your private page").input_value() == "words on a hard day"
    assert answers.load("words-about-me") is None
    bare.again(sitting("words-about-me"))
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")
    assert answers.load("words-about-me").answer["text"] == "words on a hard day"


def test_saved_is_said_only_after_python_has_written(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    bare.dead = True
    page.get_by_label("Your private page").fill("not yet")
    page.wait_for_timeout(1200)
    assert "Saved" not in page.locator(".pc-status").inner_text()


def test_leaving_with_unsaved_words_is_asked_about(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    stays = "() => { const e = new Event('beforeunload', { cancelable: true }); dispatchEvent(e); return e.defaultPrevented; }"
    assert page.evaluate(stays) is False
    bare.dead = True
    page.get_by_label("Your private page").fill("unsaved")
    assert page.evaluate(stays) is True


def test_a_full_disk_is_told_on_the_page_and_trying_again_works(bare, monkeypatch):
    page = bare.page
    bare.show(sitting("words-about-me"))
    real = answers.save

    def full(*_):
        raise answers.NotSaved("Not saved yet: the disk is full. Your words are still on this page.")

    monkeypatch.setattr(answers, "save", full)
    page.get_by_label("Your private page").fill("words")
    page.wait_for_function("() => /disk is full/.test(document.querySelector('.pc-status').textContent)")
    monkeypatch.setattr(answers, "save", real)
    page.get_by_role("button", name="Try to save now").click()
    page.wait_for_function("() => document.querySelector('.pc-status').textContent === 'Saved.'")


def test_long_writing_is_saved_while_it_goes_on(bare):
    page = bare.page
    bare.show(sitting("words-about-me"))
    page.get_by_label("Your private page").press_sequentially(
        "one steady stream of words, " * 5, delay=40, timeout=60_000)
    assert answers.load("words-about-me").answer["text"].startswith("one steady stream")


def test_a_paste_of_20000_characters_arrives_whole(bare):
    page = bare.page
    bare.show(sitting("rewrite-notes"))
    page.get_by_label("Your version").fill("A plain sentence.\n" * 1112)
    page.get_by_role("button", name="Look at my words").click()
    page.wait_for_selector(".pc-reply:not([hidden])")
    assert "saved whole" in page.locator(".pc-summary").inner_text()
    assert max(len(t) for t in answers.load("rewrite-notes").answer["texts"].values()) > 20000


def test_markup_that_somebody_types_stays_text(bare):
    page = bare.page
    bare.show(sitting("rewrite-notes"))
    page.get_by_label("Your version").fill("<img src=x onerror='window.ran=1'> again")
    page.get_by_role("button", name="Look at my words").click()
    page.wait_for_selector(".pc-reply:not([hidden])")
    assert page.evaluate("() => [window.ran, document.querySelectorAll('.pc img').length]") == [None, 0]


def test_a_word_can_be_kept_with_a_reason_by_keyboard(bare):
    page = bare.page
    bare.show(sitting("rewrite-notes"))
    page.get_by_label("Your version").fill("She refused.")
    page.get_by_role("button", name="Look at my words").click()
    page.wait_for_selector(".pc-reply:not([hidden])")
    tab_to(page, "I mean it this way")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("it is her legal right")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("You mean “refused” as it stands").wait_for()
    assert bare.axe() == []
    assert "it is her legal right" in str(answers.load("rewrite-notes").answer["meant"])
