"""What nbgrader takes in: every word of a learner's is kept, whatever happened to their notebook."""

import json
import logging
import shutil

import pytest
from peer_course.marking import reading

STUB = "*Write here, in your own words.*"


@pytest.fixture(scope="module")
def gradebook_course(course, task):
    """A course whose gradebook knows the task, made in this process."""
    from nbgrader.converters import GenerateAssignment

    _convert(GenerateAssignment, course, task)
    return course


@pytest.fixture(scope="module")
def received(gradebook_course, task):
    """Take in a notebook that a learner changed, and give its cells by name."""
    from nbgrader.converters import Autograde

    def take_in(name, change):
        nb = json.loads((gradebook_course / "release" / task / f"{task}.ipynb").read_text(encoding="utf-8"))
        change(nb)
        folder = gradebook_course / "submitted" / name / task
        folder.mkdir(parents=True)
        (folder / f"{task}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
        _convert(Autograde, gradebook_course, task, name)
        path = gradebook_course / "autograded" / name / task / f"{task}.ipynb"
        return json.loads(path.read_text(encoding="utf-8"))["cells"]

    return take_in


def _convert(converter, course, task, student="*"):
    from nbgrader.coursedir import CourseDirectory
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    config = Config()
    nbgrader_settings.apply(config, course)
    config.CourseDirectory.assignment_id, config.CourseDirectory.student_id = task, student
    log = logging.getLogger("test")
    converter(coursedir=CourseDirectory(config=config, log=log), config=config, log=log).start()


def boxes(cells):
    return [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("solution")]


def words(cell):
    return "".join(cell["source"])


def names(cells):
    return [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]


def test_a_copied_or_split_answer_box_is_joined_again(received):
    def change(nb):
        box = boxes(nb["cells"])[0]
        box["source"] = "the first half"
        other = json.loads(json.dumps(box)) | {"source": "the second half", "id": "other"}
        nb["cells"].insert(nb["cells"].index(box) + 1, other)

    cells = received("split", change)
    assert words(boxes(cells)[0]) == "the first half\n\nthe second half"
    assert len(boxes(cells)) == 2


def test_a_deleted_answer_box_is_put_back_empty_in_its_place(received):
    order = []

    def change(nb):
        order.extend(names(nb["cells"]))
        nb["cells"].remove(boxes(nb["cells"])[0])

    cells = received("deleted", change)
    assert names(cells) == order and words(boxes(cells)[0]) == STUB


def test_all_cells_may_be_gone_and_the_task_is_there_again(received):
    assert len(boxes(received("emptied", lambda nb: nb["cells"].clear()))) == 2


def test_what_stands_in_locked_cells_is_restored_and_words_typed_there_stay_the_learners_own(received, gradebook_course):
    released = received("reader", lambda nb: None)

    def change(nb):
        first, second = [cell for cell in nb["cells"] if cell["metadata"]["nbgrader"].get("locked")][:2]
        first["source"] = words(first) + "\n\nTyped into the question <script>1</script>"
        second["source"] = "All of it mine."

    cells = received("writer", change)
    assert [cell for cell in cells if cell["metadata"].get("nbgrader")] == released
    own = [words(cell) for cell in cells if not cell["metadata"].get("nbgrader")]
    assert own == ["Typed into the question &lt;script>1&lt;/script>", "All of it mine."]
    assert [piece.text for piece in reading.pieces_of(cells) if piece.extra] == [
        "Typed into the question <script>1</script>", "All of it mine."]


def test_a_question_in_an_older_wording_or_with_a_part_deleted_holds_no_words_of_a_learners(received, gradebook_course):
    from nbformat.notebooknode import from_dict
    from nbgrader.utils import compute_checksum

    def change(nb):
        first, second = [cell for cell in nb["cells"] if cell["metadata"]["nbgrader"].get("locked")][:2]
        first["source"] = "# The task as it was worded last week"
        first["metadata"]["nbgrader"]["checksum"] = compute_checksum(from_dict(first))
        second["source"] = words(second).split("\n")[0]

    assert all(cell["metadata"].get("nbgrader") for cell in received("early", change))


def test_changed_marking_data_is_not_believed(received):
    def change(nb):
        box = boxes(nb["cells"])[0]
        box["metadata"] = {"nbgrader": {"grade_id": box["metadata"]["nbgrader"]["grade_id"], "points": 99,
                                        "grade": "yes", "extra": [1]}, "other": "x"}
        box |= {"source": "words", "attachments": {"a.png": {"image/svg+xml": "<svg onload=1>"}}}
        nb["metadata"]["kernelspec"] = {"name": "evil", "display_name": "x", "language": "x"}

    cells = received("tamperer", change)
    box = boxes(cells)[0]
    assert box["metadata"]["nbgrader"]["points"] < 99 and words(box) == "words"
    assert "svg" not in json.dumps(cells) and "other" not in box["metadata"]


def test_a_box_under_an_unknown_name_stays_as_the_learners_own_words(received):
    def change(nb):
        marking = {"grade_id": "made-up", "grade": True, "solution": True}
        nb["cells"].append({"cell_type": "markdown", "id": "x", "source": "kept words",
                            "metadata": {"nbgrader": marking}})

    cells = received("namer", change)
    assert "kept words" in [words(cell) for cell in cells] and "made-up" not in names(cells)


def test_the_line_that_was_there_is_not_part_of_the_answer(received):
    def change(nb):
        boxes(nb["cells"])[0]["source"] = f"{STUB}\n\nmy words"

    assert words(boxes(received("typist", change))[0]) == "my words"


def test_a_hand_in_that_breaks_off_leaves_nothing_behind(gradebook_course, task, tmp_path, monkeypatch):
    from nbgrader.auth import Authenticator
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeError
    from peer_course.exchange.submit import Submit
    from traitlets.config import Config

    exchange, own = tmp_path / "exchange", tmp_path / "own"
    for part in ("inbound", "outbound"):
        (exchange / "peer_support" / part).mkdir(parents=True)
    shutil.copytree(gradebook_course / "release" / task, exchange / "peer_support/outbound" / task)
    shutil.copytree(gradebook_course / "release" / task, own / task)
    config = Config()
    config.CourseDirectory.update(course_id="peer_support", assignment_id=task)
    config.Exchange.update(root=str(exchange), assignment_dir=str(own), cache=str(tmp_path / "cache"))

    def full(self, path, *args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("peer_course.exchange.submit.strip_all", lambda folder: full(None, folder))
    submit = Submit(coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config),
                    config=config)
    with pytest.raises(ExchangeError, match="nothing was left behind"):
        submit.start()
    assert not list((exchange / "peer_support/inbound").iterdir())
    assert not list((tmp_path / "cache").rglob("*.ipynb"))
