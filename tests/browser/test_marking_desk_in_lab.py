"""The marking desk in a real JupyterLab of the teach profile: awake without a press, and keys stay inside it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import desk_course
import pytest
from desk_course import choose, picture, saved, tab_to
from lab_server import awake, lab_server

pytestmark = [pytest.mark.browser, pytest.mark.loop]
ROOT = Path(__file__).resolve().parents[2]
COUNT = "jupyterapp.shell.currentWidget.content.widgets.length"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A course with hand-ins and the tutors' page, and words with somebody to call."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
        folder = tmp_path_factory.mktemp("desk-in-lab")
        course = desk_course.make(folder)
    (course.root / "tutors").mkdir()
    shutil.copy(ROOT / "tutors" / "marking-desk.ipynb", course.root / "tutors")
    env = os.environ | {"PEER_COURSE_CONTENT": str(folder / "content"), "PEER_COURSE_HOME": str(folder / "home")}
    subprocess.run([sys.executable, "-m", "peer_course.library.compile"], env=env, check=True, timeout=120)
    return course


def test_the_desk_wakes_up_and_keeps_what_is_typed(page, place):
    before = (place.root / "tutors" / "marking-desk.ipynb").read_bytes()
    env = {"PEER_COURSE_CONTENT": str(place.root.parent / "content"), "PEER_COURSE_MARKER": "morag"}
    with lab_server(place.root, place.root.parent / "home", profile="teach", env=env) as server:
        page.goto(server.address("tutors/marking-desk.ipynb", "lab/tree"))
        awake(page)
        page.locator(".pc-desk h3").wait_for(timeout=30_000)
        choose(page)
        picture(page, "desk-in-lab-list")
        page.locator(".pc-waiting").first.click()
        page.get_by_label("One thing done well").wait_for()
        cells = page.evaluate(COUNT)
        page.get_by_role("button", name="This worries me").focus()
        page.keyboard.type("bxdda")
        page.locator(".pc-level input").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.type("bxdda")
        assert page.evaluate(COUNT) == cells
        tab_to(page, "One thing done well")
        page.keyboard.type("The window, dd and all.")
        saved(page)
        picture(page, "desk-in-lab")
        bar = page.get_by_role("button", name="This worries me").bounding_box()
        assert bar["y"] >= 0 and bar["y"] + bar["height"] <= 900
        page.evaluate("jupyterapp.commands.execute('docmanager:save')")
        page.wait_for_function("() => !jupyterapp.shell.currentWidget.context.model.dirty")
    assert (place.root / "tutors" / "marking-desk.ipynb").read_bytes() == before
    from peer_course.marking import records
    assert [m.well for m in records.every(place)] == ["The window, dd and all."]
