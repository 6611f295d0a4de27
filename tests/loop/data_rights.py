"""A small course with two people in it, and copies of what one wrote in every place that nbgrader and Jupyter use."""

import json
import shutil
import zipfile
from dataclasses import replace

from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash
from peer_course import handover
from peer_course.marking import course_folder, records

TASK = "07-writing-about-people"
ANNA, BEN = "anna.ross", "ben"
SENTENCE = "Canary of hers, who wrote \u201cthe caf\u00e9 was closed\u201d & went home <early>"
STAMP = "2025-03-01 10:00:00.000000 UTC"
SECRETS = {ANNA: "a" * 128, BEN: "b" * 128}


def a_course(tmp_path, monkeypatch, template):
    """Copy the course, point all folders to it, and plant the copies."""
    root = tmp_path / "course"
    shutil.copytree(template, root)
    for name, place in (("PEER_COURSE_EXCHANGE", "exchange"), ("JUPYTER_DATA_DIR", "jupyter"), ("HOME", "home")):
        monkeypatch.setenv(name, str(tmp_path / place))
    monkeypatch.delenv("PEER_COURSE_WORK", raising=False)
    monkeypatch.chdir(root)
    course = course_folder.here(root)
    for who in (ANNA, BEN):
        plant(course, tmp_path / "jupyter", who)
    plant_elsewhere(course)
    return course


def notebook(who, text):
    cell = {"cell_type": "markdown", "id": "a", "source": text, "metadata": {
        "nbgrader": {"grade": True, "solution": True, "locked": False, "grade_id": "note", "schema_version": 3}}}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def words_of(who):
    return f"{SENTENCE}. And a line of its own for {who}." if who == ANNA else "What Ben wrote about the swimming pool."


def plant(course, jupyter, who):
    """Put one person's hand-in where collecting, marking and feedback leave it."""
    cache = jupyter / "nbgrader_cache" / "peer_support" / f"{who}+{TASK}+{STAMP}"
    folders = [course.inbound / f"{who}+{TASK}+{STAMP}+random{who[:1]}", cache]
    folders += [course.root / step / who / TASK for step in ("submitted", "autograded", "feedback")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "submission_secret.txt").write_text(SECRETS[who])
        (folder / "timestamp.txt").write_text(STAMP)
        (folder / f"{TASK}.ipynb").write_text(notebook(who, words_of(who)))
        (folder / ".ipynb_checkpoints").mkdir()
        (folder / ".ipynb_checkpoints" / f"{TASK}-checkpoint.ipynb").write_text(notebook(who, words_of(who)))
    page = f"<html><p>{words_of(who)}</p></html>"
    (folders[0] / handover.feedback_page(TASK)).write_text(page)
    (course.feedback / who / TASK / f"{TASK}.html").write_text(page)
    course.outbox.mkdir(parents=True, exist_ok=True)
    name = notebook_hash(secret=SECRETS[who], notebook_id=TASK)
    (course.outbox / f"{name}.html").write_text(page)
    (course.outbox / f"{name}-tmp.html").write_text(page)
    rows(course, who)


def rows(course, who):
    """Put one person into the gradebook, into a copy of it, into our tables and into a list."""
    with Gradebook(course.gradebook_url, "peer_support") as book:
        book.add_student(who, first_name=who.title().split(".")[0], last_name="Ross", email=f"{who}@x.example")
        book.add_submission(TASK, who)
        comment = book.find_notebook(TASK, TASK).solution_cells[0].name
        book.find_comment(comment, TASK, TASK, who).manual_comment = f"Dear {who}, {words_of(who)}"
        book.db.commit()
    shutil.copy(course.gradebook, course.root / "gradebook.db.2025-03-01-100000.000000")
    marking = records.save(course, records.Marking(task=TASK, learner=who, marker="morag", well=words_of(who)))
    records.keep(course, marking)
    records.save(course, replace(marking, well=f"older {who}"))
    records.note_event(course, "morag", "worry", TASK, who)
    held = records.noted(course, f"hand-ins/{TASK}") or {"next": 1, "hand_ins": {}}
    held["hand_ins"][who] = {"number": held["next"], "key": f"key{held['next']}"}
    held["next"] += 1
    records.note(course, f"hand-ins/{TASK}", held)
    snapshot = records.noted(course, "shown-scales")
    records.note(course, "shown-scales", {"who": [*snapshot.get("who", []), who]})
    records.note(course, f"second/{TASK}", {"draws": [
        {"seed": "1", "pool": [[1, STAMP], [2, STAMP]], "drawn": [[1, STAMP], [2, STAMP]]}]})
    for path in (course.root / "grades.csv", course.root.parent / "stick" / "marks.csv"):
        path.parent.mkdir(exist_ok=True)
        head = "" if path.exists() else "assignment,student_id,score\r\n"
        with path.open("a", newline="") as file:
            file.write(f'{head}{TASK},{who},"8"\r\n')
        records.note_export(course, path)


def plant_elsewhere(course):
    """Put copies of Anna's words where nobody knows whose they are."""
    text = notebook(ANNA, words_of(ANNA))
    stray = {
        ".ipynb_checkpoints/Untitled-checkpoint.ipynb": text,
        "tutors/.ipynb_checkpoints/my-notes-checkpoint.md": f"rang {ANNA} today",
        "tutors/my-notes.md": f"rang {ANNA} today",
        "my-work/notes.md": words_of(ANNA),
        f"downloaded/{TASK}/extracted/{ANNA}_123_{TASK}.ipynb": text,
        f"autograded/.being-made/{ANNA}/{TASK}/{TASK}.ipynb": text,
        f"before-restore-2025/submitted/{ANNA}/{TASK}/{TASK}.ipynb": text,
        f"submitted/{BEN}/{TASK}/quoted.ipynb": notebook(BEN, words_of(ANNA)),
    }
    for name, held in stray.items():
        path = course.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(held)
    orphan = course.outbox / ("f" * 32 + ".html")
    orphan.write_text("<p>" + SENTENCE.replace("&", "&amp;").replace("<early>", "&lt;early&gt;") + "</p>")
    (course.inbound / f"{ANNA}+nonsense").mkdir()
    with zipfile.ZipFile(course.root / "pictures.zip", "w") as packed:
        packed.writestr("x", "y")


def canaries(course, who):
    """Give the files of course, exchange and Jupyter that hold the name or a word of what was written, by path."""
    found = set()
    for top in (course.root, course.exchange, course.root.parent / "jupyter", course.root.parent / "stick"):
        for path in top.rglob("*"):
            if path.is_file() or not any(path.iterdir()):
                held = path.read_bytes() if path.is_file() else b""
                within = path.relative_to(top).as_posix()
                if who in within or who.encode() in held or b"Canary of hers" in held:
                    found.add(within)
    return found
