"""nbgrader's own `nbgrader export`, with the same columns: what nobody has marked is left blank, and is no zero.

Set through the public trait ExportApp.plugin_class. Not here: levels by criterion (`csv_out`).
"""

import csv
import io
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExportPlugin

from .. import handover
from . import csv_out, private_file, records
from .course_folder import CourseFolder, NotPossible

COLUMNS = ("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score",
           "late_submission_penalty", "score", "max_score")


class BlankUntilMarked(ExportPlugin):
    """Write the marks of all or some learners and tasks to a file that only this account may open."""

    def export(self, gradebook: Gradebook) -> None:
        """Write the list to `to` (grades.csv), in place of an earlier one, as nbgrader does."""
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for assignment in self._some(gradebook.assignments, self.assignment, lambda one: one.name):
            for student in self._some(gradebook.students, self.student, lambda one: one.id):
                writer.writerow([csv_out.cell(value) for value in _row(gradebook, assignment, student)])
        try:
            private_file.write(path, out.getvalue())
            records.note_export(self._course(), path.resolve())
        except NotPossible as e:
            self.log.error(str(e))
            raise SystemExit(1) from e

    def _some(self, found, wanted, name):
        wanted = {str(one) for one in wanted}
        return [one for one in found if not wanted or name(one) in wanted]

    def _course(self) -> CourseFolder:
        root = Path(self.parent.coursedir.root)
        return CourseFolder(root, handover.exchange(root))


def _row(gradebook: Gradebook, assignment, student) -> tuple:
    who = (student.id, student.last_name, student.first_name, student.email)
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return (assignment.name, assignment.duedate, "", *who, "", "", "", assignment.max_score)
    scores = ("", "", "")
    if not submission.needs_manual_grade:
        penalty = submission.late_submission_penalty
        scores = (submission.score, penalty, max(0.0, submission.score - penalty))
    return (assignment.name, assignment.duedate, submission.timestamp, *who, *scores, assignment.max_score)
