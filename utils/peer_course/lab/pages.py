"""Serving files to a learner: the pages of the course can be read and used, and not changed by accident.

What must not live here: what a page looks like, or who the learner is.
"""

from __future__ import annotations

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from tornado.web import HTTPError

COURSE_FOLDER = "notebooks"


def is_course_page(path: str) -> bool:
    """Whether a path below the server's root is a page of the course rather than a person's own file."""
    parts = path.strip("/").split("/")
    return len(parts) > 1 and parts[0] == COURSE_FOLDER and parts[-1].endswith(".ipynb")


class CoursePages(AsyncLargeFileManager):
    """Jupyter's own file manager, with the course pages marked as not writable."""

    async def get(self, path, *args, **kwargs):
        """The file as Jupyter would give it; a course page says of itself that it cannot be written."""
        model = await super().get(path, *args, **kwargs)
        self._mark(model)
        return model

    async def save(self, model, path=""):
        """Write a file; a course page is refused, so that no other program writes it through this server either."""
        if is_course_page(path):
            raise HTTPError(403, "The pages of the course are kept as they are. Your answers are kept elsewhere.")
        return await super().save(model, path)

    async def list_checkpoints(self, path):
        """Earlier states of a file; a course page has none.

        Jupyter would look for them in one folder below /tmp for all people of a machine, and make it: whoever
        came first would own it.
        """
        return [] if is_course_page(path) else await super().list_checkpoints(path)

    def _mark(self, model: dict) -> None:
        if is_course_page(model["path"]):
            model["writable"] = False
        if model["type"] == "directory":
            for entry in model.get("content") or []:
                self._mark(entry)
