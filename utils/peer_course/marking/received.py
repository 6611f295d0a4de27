"""What happens to a hand-in when nbgrader takes it in: words are kept, all else is put right or left out.

Preprocessors and a hook for nbgrader's autograde, thin: the rules stand in `mark_words` and `mark_hand_in`, which
`peer-course mark` uses as well, so that both ways give the same files and the same rows.
"""

from pathlib import Path

from nbformat.notebooknode import from_dict
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Unicode

from . import mark_hand_in, mark_words


class KeepWords(NbGraderPreprocessor):
    """Turn a received notebook into the boxes of the task and the learner's words, nothing else."""

    release_folder = Unicode("", help="Released tasks; they give the order of the boxes.").tag(config=True)

    def preprocess(self, nb, resources):
        """Rebuild the cells. Raises mark_hand_in.Left, with a sentence, if a link leads out of the hand-in."""
        task, name = resources["nbgrader"]["assignment"], resources["nbgrader"]["notebook"]
        mark_hand_in.look_at_files(Path(resources["metadata"]["path"]))
        with Gradebook(resources["nbgrader"]["db_url"]) as gradebook:
            released = Path(self.release_folder) / task / f"{name}.ipynb"
            known = mark_words.shape(gradebook.find_notebook(name, task), released)
        return from_dict(mark_words.rebuilt(nb, known)), resources


class InertWords(NbGraderPreprocessor):
    """Make the learner's Markdown unable to do anything in the tutor's browser."""

    def preprocess_cell(self, cell, resources, index):
        """Rewrite every cell that does not belong to the task itself."""
        cell.source = mark_words.made_inert(cell)
        return cell, resources


class NoteAnswers(SaveAutoGrades):
    """Tell the gradebook which answers wait for a person; no answer is ever given points by a machine."""

    def _add_score(self, cell, resources):
        grade = self.gradebook.find_grade(
            cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        for name, value in mark_words.UNREAD.items():
            setattr(grade, name, value)
        self.gradebook.db.commit()

    def _add_comment(self, cell, resources):
        comment = self.gradebook.find_comment(
            cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        comment.auto_comment = mark_words.first_comment(cell)
        self.gradebook.db.commit()


def leave_extras(assignment: str, student: str, notebooks: list[str]) -> None:
    """Take files that are no part of the task out of autograded/ again; they stay in submitted/.

    nbgrader copies whatever lies in a hand-in, and calls this after each one with the paths it read.
    """
    for folder in {Path(path).parent for path in notebooks}:
        *root, _, learner, task = folder.parts
        made = Path(*root, "autograded", learner, task)
        known = mark_hand_in.expected(Path(*root, "source", task))
        for path in mark_hand_in.files(made):
            if path.suffix != ".ipynb" and path.relative_to(made) not in known:
                path.unlink()
        for inside in sorted((path for path in made.rglob("*") if path.is_dir()), reverse=True):
            if not any(inside.iterdir()):
                inside.rmdir()
