"""The way into nbgrader's marking pages (Formgrader), with two doors closed that a link in a hand-in could open.

A server extension for tutors: it puts its own pages in front of nbgrader's, then loads nbgrader's extension.
Not here: how the pages look, what is in the gradebook, and which address may be asked (`settings`).
"""

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from nbgrader.server_extensions.formgrader import load_jupyter_server_extension
from tornado import web

# Formgrader writes names from the address into its pages as they are. No task and no learner has such signs.
ODD = r"(?i:.*(?:%0[0-9a-f]|%1[0-9a-f]|%2[2f]|%3[ce]|%5c|%60|[\"<>\\`]).*)"


class Front(JupyterHandler):
    """The first page, whatever folder a link asks for.

    nbgrader 0.9.6 would read `?path=FOLDER` and run the nbgrader_config.py that lies there, as the tutor.
    """

    @web.authenticated
    def get(self):
        """Go on to the tasks of this course."""
        self.redirect(url_path_join(self.base_url, "formgrader/manage_assignments"))


class NoSuchPage(JupyterHandler):
    """An address that holds signs no name of the course has."""

    @web.authenticated
    def get(self):
        """Say that there is no such page."""
        raise web.HTTPError(404)


def _load_jupyter_server_extension(server) -> None:
    """Put the two pages in front, then load nbgrader's own; Jupyter calls this by its name."""
    pages = url_path_join(server.web_app.settings["base_url"], "formgrader")
    server.web_app.add_handlers(".*$", [(pages + "/?", Front), (f"{pages}/{ODD}", NoSuchPage)])
    load_jupyter_server_extension(server)
