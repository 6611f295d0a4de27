"""How nbgrader's own `generate_feedback` comes to write our feedback page: an exporter, set by public settings.

Here: what nbgrader passes along, turned into what `feedback_page` needs. Not here: the page, and who gets one
(`bulk_feedback`). Points are not shown: they only mirror words to nbgrader, and say nothing to who wrote.
"""

from pathlib import Path

from nbconvert.exporters import Exporter
from nbgrader.api import Gradebook
from traitlets import Unicode, default

from . import course_folder, feedback_said, reading, records
from .feedback_page import page


class FeedbackPage(Exporter):
    """Write feedback without stock templates, which ask other people's servers and show numbers first."""

    course_root = Unicode("", help="The folder of the course, where our record of the marking lies.").tag(config=True)
    output_mimetype = "text/html"

    @default("file_extension")
    def _html(self):
        return ".html"

    def from_notebook_node(self, nb, resources=None, **kwargs):
        """Return the page and nbgrader's resources; which hand-in it is stands in the resources."""
        nb, resources = super().from_notebook_node(nb, resources, **kwargs)
        asked = resources["nbgrader"]
        task, learner = asked["assignment"], asked["student"]
        with Gradebook(asked["db_url"]) as book:
            held = feedback_said.boxes(book, task, learner).get((learner, asked["notebook"]), {})
        course = course_folder.here(Path(self.course_root or "."))
        markings = records.every(course, task, learner) if course.records.is_file() else []
        said = feedback_said.said(held, markings, reading.handed_in(course, task, learner))
        return page(task, reading.pieces_of(nb.cells), said), resources
