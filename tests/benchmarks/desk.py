"""How long the marking desk takes with many hand-ins of one task: to open one, to save a draft, to show the queue.

Makes a course of its own in a temporary folder; the hand-ins are put straight into autograded/ and the gradebook.

    python tests/benchmarks/desk.py [NUMBER, by itself 1000]
"""

import json
import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import figures

ROOT = Path(__file__).resolve().parents[2]
TASK = "06-first-assessment"
WORDS = " ".join(["I sat with her until the rain stopped and then we talked about it."] * 80)
TIMES = 30


def course(root: Path, number: int) -> None:
    """Make a course whose gradebook knows this many hand-ins of one task."""
    from nbgrader.api import Gradebook
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    for part in ("source", "release"):
        shutil.copytree(ROOT / part / TASK, root / part / TASK)
    shutil.copy(ROOT / "nbgrader_config.py", root)
    config, log = Config(), logging.getLogger("quiet")
    nbgrader_settings.apply(config, root)
    config.CourseDirectory.assignment_id = TASK
    GenerateAssignment(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()
    nb = json.loads((root / "release" / TASK / f"{TASK}.ipynb").read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = WORDS
    with Gradebook(f"sqlite:///{root}/gradebook.db", "peer_support") as book:
        for place in range(number):
            learner = f"learner-{place:04}"
            folder = root / "autograded" / learner / TASK
            folder.mkdir(parents=True)
            (folder / f"{TASK}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
            (folder / "timestamp.txt").write_text(f"2026-01-01 10:{place // 60:02}:{place % 60:02}.000000 UTC")
            book.update_or_create_student(learner)
            book.add_submission(TASK, learner)


def timed(act) -> tuple[float, dict]:
    """Do something once: the seconds it took and what came back."""
    start = time.perf_counter()
    back = act()
    assert not back["trouble"], back["say"]
    return time.perf_counter() - start, back


def main(number: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        words = Path(folder) / "content"
        shutil.copytree(ROOT / "content", words)
        text = (words / "course.yml").read_text(encoding="utf-8")
        (words / "course.yml").write_text(text.replace("  worry: null", "  worry: |-\n    somebody"), encoding="utf-8")
        os.environ |= {"PEER_COURSE_CONTENT": str(words), "PEER_COURSE_HOME": str(Path(folder) / "home")}
        from peer_course.marking import course_folder
        from peer_course.marking.desk import Desk

        course(root, number)
        desk = Desk(course_folder.here(root), "tutor")
        marked(desk, number)


def marked(desk, number: int) -> None:
    """Open, draft and save hand-ins spread over the queue."""
    desk.spec()
    first, queue = timed(lambda: desk.hear({"do": "choose", "seq": 0, "task": TASK, "role": "first"}))
    keys = [one["key"] for one in queue["queue"]]
    spread = [keys[place * len(keys) // TIMES] for place in range(TIMES)]
    taken = {name: [] for name in ("open", "draft", "finish", "choose")}
    for key in spread:
        seconds, opened = timed(lambda key=key: desk.hear({"do": "open", "seq": 1, "key": key}))
        taken["open"].append(seconds)
        levels = {c["id"]: c["levels"][0]["id"] for c in opened["handin"]["criteria"]}
        message = {"seq": 2, "key": key, "based_on": 0, "marking": {"levels": levels, "well": "Well done."}}
        seconds, drafted = timed(lambda message=message: desk.hear(message | {"do": "draft"}))
        taken["draft"].append(seconds)
        message |= {"based_on": drafted["revision"], "do": "finish"}
        taken["finish"].append(timed(lambda message=message: desk.hear(message))[0])
        taken["choose"].append(timed(lambda: desk.hear({"do": "choose", "seq": 3, "task": TASK, "role": "first"}))[0])
    print(f"{number} hand-ins; {figures.conditions()}")
    figures.row("open a hand-in, text and rubric (target: under 0.3 s)", taken["open"], " s", 3)
    figures.row("keep a draft", taken["draft"], " s", 3)
    figures.row("save for good, gradebook and next one", taken["finish"], " s", 3)
    figures.row("show the queue", taken["choose"], " s", 3)
    print(f"  the queue for the first time, with nbgrader loaded: {first:.2f} s; numbers drawn for {len(keys)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
