"""The calm view: keyboard, links, narrow windows, tasks to write in, and files that stay as they were."""

import json
import subprocess

import pytest
from lab_server import awake, lab_server
from peer_course import handover

pytestmark = pytest.mark.browser

SESSION = "notebooks/02-what-is-recovery.ipynb"
TASK = "my-work/02-worldviews/02-worldviews.ipynb"
CURRENT = "jupyterapp.shell.currentWidget"
PLACES = pytest.mark.parametrize("place", ["doc/tree", "notebooks"])
IN_EXERCISE = "document.activeElement.closest('.jp-OutputArea-output') !== null"
SLIPS = ["b", "a", "x", "d", "d", "m", "Shift+Enter", "Alt+Enter", "Control+s", "Enter", "Escape", "ArrowDown"]
TOO_WIDE = """() => [...document.querySelectorAll('.jp-OutputArea-output, .jp-RenderedHTMLCommon')]
    .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 40))"""


# What the line below the box says, in the order in which it says it.
SAID_BELOW = """() => { const line = document.querySelector('.pc-kept'); window.said = [];
    new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true }); }"""


def _shown(page, kind: str) -> None:
    page.wait_for_selector(f"[data-peer-course-page={kind}]", state="attached", timeout=40000)


def _in_the_box(page, lab) -> None:
    page.goto(lab.address(TASK))
    _shown(page, "task")
    page.wait_for_selector("[data-pc-answer]")
    page.locator("[data-pc-answer]").focus()


def _status(course) -> str:
    return subprocess.run(["git", "status", "--short"], cwd=course, capture_output=True, text=True).stdout


@PLACES
def test_links_go_to_the_next_page_and_back_in_the_same_window(page, lab, place):
    page.goto(lab.address(SESSION, place))
    awake(page)
    for link, expected in [("Start page", "00-start-here"), ("Next", "01-introduction-to-the-course")]:
        page.locator(".jp-RenderedMarkdown:visible a[href*='.ipynb']", has_text=link).first.click()
        page.wait_for_url(f"**/{place}/notebooks/{expected}.ipynb")
        page.wait_for_function(f"() => window.jupyterapp && {CURRENT}?.context?.path.includes('{expected}')")
    page.go_back()
    page.wait_for_url(f"**/{place}/notebooks/00-start-here.ipynb")
    page.wait_for_function(f"() => window.jupyterapp && {CURRENT}?.context?.path.includes('00-start-here')")
    assert len(page.context.pages) == 1


START = "notebooks/00-start-here.ipynb"
SCROLLER = f"{CURRENT}.content.node.querySelector('.jp-WindowedPanel-outer')"
ASKED = f"""async () => {{ const manager = jupyterapp.serviceManager.sessions; await manager.refreshRunning();
    return [...manager.running()].map(one => one.path).filter(path => path === '{START}').length; }}"""


def test_back_and_forward_go_one_page_at_a_time(page, lab):
    pages = ["01-introduction-to-the-course", "02-what-is-recovery", "03-personal-recovery"]
    page.goto(lab.address(f"notebooks/{pages[0]}.ipynb"))
    awake(page)
    for name in pages[1:]:
        page.locator(".jp-RenderedMarkdown:visible a[href*='.ipynb']", has_text="Next").first.click()
        page.wait_for_function(f"() => {CURRENT}?.context?.path.includes('{name}')")
        page.wait_for_url(f"**/{name}.ipynb")
    for go, name in [("back", pages[1]), ("back", pages[0]), ("forward", pages[1]), ("forward", pages[2])]:
        page.evaluate(f"history.{go}()")
        page.wait_for_function(f"() => {CURRENT}?.context?.path.includes('{name}')")
        page.wait_for_timeout(600)


def test_a_link_to_a_part_of_the_page_takes_the_focus_there_and_back_returns_to_the_link(page, lab):
    page.goto(lab.address(SESSION))
    awake(page)
    link = page.locator(".jp-RenderedMarkdown:visible a[href='#Grounding']", has_text="step")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.dataset.jupyterId === 'Grounding'")
    page.wait_for_timeout(500)
    assert page.evaluate("document.activeElement.dataset.jupyterId") == "Grounding"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") < 900
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") > 0
    page.go_back()
    page.wait_for_function("() => document.activeElement.getAttribute('href') === '#Grounding'")
    page.wait_for_function("() => document.activeElement.getBoundingClientRect().top > 0")
    assert SESSION.split("/")[-1] in page.url


@PLACES
def test_a_link_to_a_part_of_another_page_ends_there_when_that_page_is_awake(page, lab, place):
    page.goto(lab.address("my-work/10-boundaries-and-risk/10-boundaries-and-risk.ipynb", place))
    _shown(page, "task")
    page.locator(".jp-RenderedMarkdown:visible a[href*='.ipynb'][href*='#Support']").first.click()
    page.wait_for_function(f"() => window.jupyterapp && {CURRENT}?.node.dataset.peerCourse === 'awake'", timeout=40000)
    page.wait_for_function("() => document.activeElement.dataset.jupyterId === 'Support'")
    page.wait_for_timeout(700)
    assert 0 <= page.evaluate("document.activeElement.getBoundingClientRect().top") < 900


def test_the_window_is_called_what_the_page_is_called(page, lab):
    page.goto(lab.address(SESSION))
    page.wait_for_function("() => document.title === 'Session 2: What is Recovery? · Peer Support Training'", timeout=40000)
    page.locator(".jp-RenderedMarkdown:visible a[href*='.ipynb']", has_text="Next").first.click()
    page.wait_for_function("() => document.title === 'Session 3: Personal Recovery · Peer Support Training'")


def test_the_start_page_gives_its_kernel_back_when_somebody_has_gone_on_and_opens_anew_when_they_return(page, lab):
    page.goto(lab.address(START))
    awake(page)
    page.locator("input[value=one-hour]").check()
    page.evaluate(f"{SCROLLER}.scrollTop = 900")
    page.locator(".jp-RenderedMarkdown:visible a[href*='01-intro']", has_text="Next").last.evaluate("link => link.click()")  # without moving the page
    page.wait_for_function(f"() => {CURRENT}?.context?.path.includes('01-intro')")
    page.wait_for_function(f"() => {CURRENT}?.node.dataset.peerCourse === 'awake'")
    page.locator(".jp-OutputArea-output input[type=radio]:visible").first.click()
    # As if those words could not be kept yet: then the page stays, so that it can go on trying.
    page.wait_for_function("() => globalThis.__peerCourseUnsaved.size === 0")
    page.evaluate("globalThis.__peerCourseUnsaved.set('held', {})")
    page.wait_for_timeout(11_000)
    assert page.evaluate(ASKED) == 1
    page.evaluate("globalThis.__peerCourseUnsaved.delete('held')")
    page.wait_for_timeout(12_000)
    assert page.evaluate(ASKED) == 0
    assert page.locator(".jp-Dialog").count() == 0
    page.go_back()
    page.wait_for_url("**/doc/tree/notebooks/00-start-here.ipynb")
    page.wait_for_function(f"() => {CURRENT}?.node.dataset.peerCourse === 'awake'")
    assert page.locator("input[value=one-hour]").is_checked()
    # The line that leads back is that of now: it knows the answer given on the page they come from.
    page.wait_for_function(f"() => Math.abs({SCROLLER}.scrollTop - 900) < 60")
    assert page.get_by_text("You were last in Introduction to the course.").is_visible()


def test_a_start_page_that_another_window_shows_keeps_its_kernel(page, lab):
    page.goto(lab.address(START))
    awake(page)
    other = page.context.new_page()
    other.goto(lab.address(START))
    awake(other)
    other.locator(".jp-RenderedMarkdown:visible a[href*='01-intro']", has_text="Next").first.click()
    other.wait_for_function(f"() => {CURRENT}?.context?.path.includes('01-intro')")
    other.wait_for_function("() => jupyterapp && ![...document.querySelectorAll('.pc-page')].some("
                            "one => one.innerText.includes('start here'))", timeout=15000)
    assert page.evaluate(ASKED) == 1
    assert page.evaluate(f"{CURRENT}.sessionContext.session.kernel.status") in ("idle", "busy")


def test_the_first_exercise_is_reached_by_tab_and_enter_and_slips_change_nothing(page, lab):
    page.goto(lab.address(SESSION))
    awake(page)
    page.wait_for_selector(".jp-OutputArea-output fieldset")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "pc-skip"
    page.keyboard.press("Enter")
    assert page.evaluate(IN_EXERCISE)
    cells = page.evaluate(f"{CURRENT}.content.widgets.length")
    page.locator(".jp-MarkdownCell").nth(1).click()
    for key in SLIPS:
        page.keyboard.press(key)
    assert page.evaluate(f"{CURRENT}.content.widgets.length") == cells
    assert page.locator(".jp-Dialog").count() == 0
    assert "stays as it is" in page.locator(".pc-notice").inner_text()


def test_no_output_scrolls_sideways_on_a_phone_or_a_desk(page, lab):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(lab.address(SESSION))
    awake(page)
    page.wait_for_selector(".jp-OutputArea-output fieldset")
    for width, column in [(390, 340), (1280, 600)]:
        page.set_viewport_size({"width": width, "height": 844})
        page.wait_for_timeout(500)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("document.querySelector('.jp-Cell').getBoundingClientRect().width") > column


@PLACES
def test_a_task_is_written_by_keyboard_alone_and_is_on_the_disk_soon(page, lab, task, place):
    before = task.read_text(encoding="utf-8")
    page.goto(lab.address(TASK, place))
    _shown(page, "task")
    page.wait_for_selector("[data-pc-answer]")
    page.wait_for_function("document.activeElement.classList.contains('jp-Cell')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("Your answer: ")
    page.evaluate(SAID_BELOW)
    page.keyboard.type("My axdd b. words", delay=5)
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("A second line")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-pc-answer')")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement.hasAttribute('data-pc-answer')")
    # A crash loses at most ten seconds; on a calm machine it is two.
    for _ in range(40):
        page.wait_for_timeout(250)
        if "A second line" in task.read_text(encoding="utf-8"):
            break
    page.wait_for_function("() => window.said.at(-1) === 'Saved.'")
    assert page.evaluate("window.said[0]") == "Not saved yet. It will be in a moment."
    was, now = json.loads(before)["cells"], json.loads(task.read_text(encoding="utf-8"))["cells"]
    changed = [b for a, b in zip(was, now, strict=True) if a != b]
    assert ["".join(cell["source"]) for cell in changed] == ["My axdd b. words\nA second line"]


def test_a_task_promises_a_save_only_when_something_was_written(page, lab, task):
    _in_the_box(page, lab)
    page.wait_for_function(f"() => {CURRENT}.context.model.getMetadata('language_info')", timeout=40_000)
    line = page.locator(".pc-kept").first
    page.wait_for_function(f"() => !{CURRENT}.context.model.dirty", timeout=20_000)
    assert line.inner_text() == ""
    page.keyboard.type("x")
    assert line.inner_text() == "Not saved yet. It will be in a moment."
    page.keyboard.press("Control+z")
    page.wait_for_function("() => document.querySelector('.pc-kept').textContent === 'Saved.'")
    page.wait_for_timeout(3000)
    page.keyboard.type("Some words.")
    page.wait_for_function("() => document.querySelector('.pc-kept').textContent === 'Saved.'", timeout=10_000)
    assert "Some words." in task.read_text(encoding="utf-8")


@pytest.mark.parametrize("whose", ["ours", "somebody else's"])
def test_a_save_that_arrived_unheard_is_known_as_ours_and_somebody_elses_is_never_written_over(page, lab, task, whose):
    before = task.read_text(encoding="utf-8")

    def cut(route):
        if route.request.method == "PUT":
            if whose == "ours":
                route.fetch()  # it reaches the disk, and the page never hears of it
            else:
                task.write_text(before.replace(handover.STUB, "From another window."), encoding="utf-8")
            route.abort()
        else:
            route.continue_()

    _in_the_box(page, lab)
    page.keyboard.type("Before. ")
    page.route(f"**/api/contents/{TASK}*", cut, times=2)  # looking whether the file is there, and saving it
    page.get_by_text("Not saved yet. Your words are still on this page.").first.wait_for(timeout=15_000)
    page.unroute(f"**/api/contents/{TASK}*")
    page.keyboard.type("And after.")
    if whose == "ours":
        page.wait_for_function("() => document.querySelector('.pc-kept').textContent === 'Saved.'", timeout=20_000)
        assert "Before. And after." in task.read_text(encoding="utf-8")
        assert page.locator(".jp-Dialog").count() == 0
    else:
        page.locator(".jp-Dialog").wait_for(timeout=20_000)
        assert "From another window." in task.read_text(encoding="utf-8")


SOURCE = f"{CURRENT}.content.widgets.find(one => one.node.matches('.pc-answer')).model.sharedModel.getSource()"


def test_what_looks_like_code_is_left_as_plain_words(page, lab, task):
    _in_the_box(page, lab)
    page.keyboard.type("# Not *code* and $5 or $6")
    page.keyboard.press("Enter")
    page.keyboard.type("- first")
    page.keyboard.press("Enter")
    page.keyboard.type("and on")
    assert page.evaluate(SOURCE) == "# Not *code* and $5 or $6\n- first\nand on"
    looks = page.locator(".pc-answer .cm-line, .pc-answer .cm-line span").evaluate_all(
        "all => all.map(one => [getComputedStyle(one).color, getComputedStyle(one).fontWeight].join())")
    assert len(set(looks)) == 1


@pytest.mark.parametrize("first", ["M", "Shift+Enter", "pasted"])
def test_the_first_thing_written_replaces_the_placeholder_even_before_the_box_has_taken_notice(page, lab, task, first):
    page.goto(lab.address(TASK))
    _shown(page, "task")
    page.wait_for_selector("[data-pc-answer]")
    # As on a machine so busy that nothing of what was to follow the focus has run yet: the caret is at the start.
    page.evaluate("() => { window.setTimeout = () => 0; document.querySelector('[data-pc-answer]').focus(); }")
    if first == "pasted":
        page.evaluate("""() => { const data = new DataTransfer(); data.setData('text/plain', 'Pasted');
            document.activeElement.dispatchEvent(new ClipboardEvent('paste',
                { clipboardData: data, bubbles: true, cancelable: true })); }""")
        assert page.evaluate(SOURCE) == "Pasted"
    else:
        page.keyboard.press(first)
        assert page.evaluate(SOURCE) == {"M": "M", "Shift+Enter": "\n"}[first]


def test_a_line_in_italics_that_a_person_wrote_is_theirs_and_stays(page, lab, task):
    before = task.read_text(encoding="utf-8")
    task.write_text(before.replace(handover.STUB, "*Tired, and here.*"), encoding="utf-8")
    _in_the_box(page, lab)
    page.keyboard.press("End")
    page.keyboard.type(" Still.")
    assert page.evaluate(SOURCE) == "*Tired, and here.* Still."
    page.reload()
    _shown(page, "task")
    page.locator("[data-pc-answer]").focus()
    page.wait_for_timeout(300)
    page.keyboard.type("Yes. ")
    assert "*Tired, and here.*" in page.evaluate(SOURCE)


def test_pages_that_were_used_leave_git_with_nothing_to_report(page, lab, course):
    page.goto(lab.address(SESSION))
    awake(page)
    page.locator(".jp-OutputArea-output input[type=radio]").first.click()
    page.goto(lab.address(TASK))
    _shown(page, "task")
    page.wait_for_function(f"() => {CURRENT}.sessionContext.isReady")
    page.evaluate(f"{CURRENT}.context.save()")
    page.wait_for_timeout(500)
    assert _status(course) == ""


def test_an_exercise_can_open_a_page_and_save_all_windows_a_foreign_notebook_among_them(page, lab, course):
    page.goto(lab.address(SESSION))
    awake(page)
    page.evaluate(f"document.dispatchEvent(new CustomEvent('peer-course:open', {{detail: {{path: '{TASK}'}}}}))")
    _shown(page, "task")
    other = page.context.new_page()
    other.goto(lab.address("own/foreign.ipynb"))
    _shown(other, "own")
    # A foreign notebook: nothing in it has run by itself.
    assert other.evaluate(f"{CURRENT}.content.widgets.map(c => c.model.executionCount)") == [None]
    assert not list(course.rglob("stranger-was-here"))
    other.evaluate(f"{CURRENT}.content.widgets[0].model.sharedModel.setSource('# mine')")
    ok = page.evaluate(
        """() => new Promise(resolve => {
            document.addEventListener('peer-course:saved', event => resolve(event.detail.ok), {once: true});
            document.dispatchEvent(new CustomEvent('peer-course:save'));
        })"""
    )
    assert ok is True
    assert "# mine" in (course / "own" / "foreign.ipynb").read_text(encoding="utf-8")
    subprocess.run(["git", "checkout", "-q", "own"], cwd=course, check=True)


def test_a_tutor_has_an_ordinary_lab_whose_saves_leave_no_trace(page, course, tmp_path):
    file = course / SESSION
    before = file.read_bytes()
    with lab_server(course, tmp_path / "tutor", profile="teach") as server:
        page.goto(server.address(SESSION, "lab/tree"))
        awake(page)
        assert page.locator(".jp-SideBar").first.is_visible()
        assert page.evaluate(f"{CURRENT}.content.model.dirty")
        page.evaluate(f"{CURRENT}.context.save()")
        page.wait_for_timeout(300)
    assert file.read_bytes() == before
