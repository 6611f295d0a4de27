"""All settings of nbgrader for this course, through its public traits alone.

Here: folders, texts, and which plug-ins and preprocessors stand in for the stock ones.
Not here: what those do (see `exchange`, `marking`). Only nbgrader itself and the tutor's side load this.
"""

import os
import sys
import warnings
from pathlib import Path

from . import handover

ACCEPTED_FILES = ["*.ipynb", handover.TIMESTAMP, handover.SECRET]


def apply(c, root: Path) -> None:
    """Write the settings of the course that lies in `root` into a traitlets config."""
    _folders(c, root)
    _handing_over(c)
    _release(c)
    _marking(c, root)
    _feedback(c, root)
    _export(c)
    _alembic_within_reach()
    _quiet()


def _folders(c, root: Path) -> None:
    from .marking.arrivals import LARGEST

    c.CourseDirectory.course_id = handover.COURSE
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.include = ACCEPTED_FILES
    # What is larger is named and left by `exchange`; nbgrader's own limit would stop at the first such folder.
    c.CourseDirectory.max_file_size = c.CourseDirectory.max_dir_size = LARGEST // 1000
    c.Exchange.root = str(handover.exchange(root))
    if handover.is_shared(root):
        # Several tutors with accounts of their own: each has to be able to go on with what another began.
        c.CourseDirectory.groupshared = True
        handover.share(root)
    c.Exchange.assignment_dir = str(handover.work(root))


def _handing_over(c) -> None:
    from .exchange import collect, feedback, listing, release, submit

    c.ExchangeFactory.release_assignment = release.ReleaseAssignment
    c.ExchangeFactory.fetch_assignment = release.FetchAssignment
    c.ExchangeFactory.submit = submit.Submit
    c.ExchangeFactory.collect = collect.Collect
    c.ExchangeFactory.release_feedback = feedback.ReleaseFeedback
    c.ExchangeFactory.fetch_feedback = feedback.FetchFeedback
    c.ExchangeFactory.list = listing.List
    if handover.service():
        from .ngshare import plugins

        plugins.apply(c)
    # A learner may hand in again; without this the tutor would go on reading the first version.
    c.ExchangeCollect.update = True


def _release(c) -> None:
    c.ClearSolutions.text_stub = handover.STUB
    c.ClearSolutions.code_stub = {"python": ""}
    # release/ is committed, and nbgrader skips a task whose release exists: a fresh gradebook would then
    # never learn of the task, and every later autograde would stop.
    c.GenerateAssignment.force = True


def _marking(c, root: Path) -> None:
    from nbgrader.preprocessors import CheckCellMetadata, OverwriteCells, OverwriteKernelspec

    from .marking.arrivals import KnownName
    from .marking.received import InertWords, KeepWords, NoteAnswers, leave_extras

    c.KeepWords.release_folder = str(root / "release")
    # KeepWords first: nbconvert checks a notebook after each step, and would refuse what a learner's has odd in it.
    c.Autograde.sanitize_preprocessors = [
        KeepWords, KnownName, OverwriteKernelspec, OverwriteCells, InertWords, CheckCellMetadata,
    ]
    # No Execute: nothing that is handed in ever runs.
    c.Autograde.autograde_preprocessors = [NoteAnswers, CheckCellMetadata]
    # Nor does it lie beside what a tutor opens: a pandas.py there would run in the tutor's name.
    c.Autograde.post_convert_hook = leave_extras


def _feedback(c, root: Path) -> None:
    from .marking.feedback import FeedbackPage

    # The page reads the gradebook and our own record of the marking itself.
    c.GenerateFeedback.preprocessors = []
    c.GenerateFeedback.exporter_class = FeedbackPage
    c.FeedbackPage.course_root = str(root)


def _export(c) -> None:
    from .marking.export_plugin import BlankUntilMarked

    c.ExportApp.plugin_class = BlankUntilMarked


def _alembic_within_reach() -> None:
    # nbgrader 0.9.6 starts `alembic` by its bare name for a new gradebook; nobody has to activate the
    # environment first, so it is looked for beside the Python that runs.
    tools = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if tools not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([tools, path])


def _quiet() -> None:
    # nbgrader 0.9.6 on SQLAlchemy 2.1 warns once per submission about rows that are complete all the same.
    warnings.filterwarnings("ignore", message="Object of type <SubmittedAssignment>")
    warnings.filterwarnings("ignore", message="Object of type <SubmittedNotebook>")
