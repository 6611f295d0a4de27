"""A course with three hand-ins for the marking desk: made once, copied for each test. Holds no test.

What the learners wrote includes faces beyond the first 65,536 characters and things that a browser could run.
"""

import json
import os
import shutil
from pathlib import Path

from bare_page import MODEL, BarePage
from peer_course import handover
from peer_course.marking import records
from peer_course.marking.course_folder import CourseFolder
from peer_course.widgets.marking_desk import STATIC, STYLES, MarkingDesk, answer

ROOT = Path(__file__).resolve().parents[2]
TASK = "07-writing-about-people"
CONTACT = "Ewan Ross, 01463 000000, until nine in the evening"
HOSTILE = "<script>window.hit = 1</script><img src=x onerror=window.hit=2> [see](javascript:alert(1)) ![](http://192.0.2.1/b.png)"
NOTE = "On Friday 🙂🙂 she asked twice for the window to be opened.\n\nNobody had told her that it was painted shut."
WHY = f"“Obsessed” did the damage. {HOSTILE}"
LEARNERS = {"alice-mackay": (NOTE, WHY), "bram-oduya": (NOTE, WHY), "cato-lindqvist": ("", "")}


def make(folder: Path) -> CourseFolder:
    """Make the course in a folder: its tasks, its gradebook, and hand-ins that are ready to read."""
    root = folder / "course"
    for part in ("source", "release"):
        shutil.copytree(ROOT / part / TASK, root / part / TASK)
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    words = folder / "content" / "course.yml"
    words.write_text(words.read_text(encoding="utf-8").replace("worry: null", f"worry: |-\n    {CONTACT}"), encoding="utf-8")
    course = CourseFolder(root, folder / "exchange")
    for day, (learner, texts) in enumerate(LEARNERS.items(), 1):
        hand_in(course, learner, texts, day)
    fill_gradebook(course)
    return course


def fill_gradebook(course: CourseFolder) -> None:
    """Put the task and its hand-ins into the gradebook, as generating and making ready would."""
    from nbgrader.api import Gradebook
    with Gradebook(course.gradebook_url, handover.COURSE) as book:
        book.update_or_create_assignment(TASK)
        book.update_or_create_notebook(TASK, TASK)
        for cell in boxes(released(course)):
            name, points = cell["metadata"]["nbgrader"]["grade_id"], cell["metadata"]["nbgrader"]["points"]
            book.update_or_create_grade_cell(name, TASK, TASK, max_score=points, cell_type="markdown")
            book.update_or_create_solution_cell(name, TASK, TASK)
        for learner in LEARNERS:
            book.update_or_create_student(learner)
            with book.db.no_autoflush:
                book.update_or_create_submission(TASK, learner)


def released(course: CourseFolder) -> dict:
    return json.loads((course.release / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))


def boxes(book: dict) -> list[dict]:
    return [cell for cell in book["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]


def hand_in(course: CourseFolder, learner: str, texts: tuple, day: int) -> None:
    """Put one hand-in where `peer-course mark` would put it."""
    folder = course.autograded / learner / TASK
    folder.mkdir(parents=True)
    book = released(course)
    for cell, text in zip(boxes(book), texts, strict=True):
        cell["source"] = text or handover.STUB
    (folder / f"{TASK}.ipynb").write_text(json.dumps(book), encoding="utf-8")
    (folder / handover.TIMESTAMP).write_text(f"2026-11-0{day} 10:00:00.000000 UTC")


class DeskPage(BarePage):
    """The marking desk on a bare page, with a Desk behind it."""

    def blank(self, body: str = "<div id='page'></div>"):
        """Show an empty page in the look of the course and of the desk."""
        super().blank(body)
        self.page.add_style_tag(content=(STATIC / STYLES[1]).read_text(encoding="utf-8"))

    def show_desk(self, desk):
        """Show a desk, in the place of the one before if there is one."""
        self.run(MarkingDesk._esm, {"spec": desk.spec()}, lambda message: {"set": {}, "back": [answer(desk, message)]})
        return self

    def again_desk(self, desk):
        """Run the cell again: the view is taken away and made anew on the same page."""
        self.page.evaluate("() => { window.leave(); document.getElementById('page').replaceChildren(); }")
        self.dead = False
        self.answer = lambda message: {"set": {}, "back": [answer(desk, message)]}
        self.page.evaluate(MODEL, [MarkingDesk._esm, {"spec": desk.spec()}])


def picture(page, name: str):
    folder = os.environ.get("PEER_COURSE_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png")


def choose(page, role: str = "First reading"):
    page.get_by_label("Which task").select_option(TASK)
    page.get_by_label(role).check()
    page.get_by_role("button", name="Show who is waiting").click()
    page.get_by_role("heading", name="Hand-ins").wait_for()


def open_one(page, place: int = 0):
    choose(page)
    page.locator(".pc-waiting").nth(place).click()
    page.locator(".pc-deskbar h4").wait_for()


def saved(page):
    page.wait_for_function("() => document.querySelector('.pc-deskbar .pc-status').textContent === 'Draft saved.'")


def focused(page) -> str:
    return page.evaluate("""() => { const a = document.activeElement;
      if (a.matches('section')) return '';
      return [a.labels?.[0]?.textContent ?? '', a.textContent, a.closest('fieldset')?.querySelector('legend').textContent ?? ''].join('|') }""")


def tab_to(page, name: str, most: int = 80):
    """Press Tab until the control with these words has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if name in focused(page):
            return
    raise AssertionError(f"Tab never came to {name}")


def press(page, name: str):
    tab_to(page, name)
    page.keyboard.press("Enter")


def of(place, learner: str) -> records.Marking:
    return next(m for m in records.every(place, TASK) if m.learner == learner)
