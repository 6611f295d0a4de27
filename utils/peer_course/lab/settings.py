"""How a Jupyter server is set up for learners and for tutors: plain data, no processes, no files written.

`launch` turns this into a command line; an administrator's `jupyter_server_config.py` can use `apply`.
What must not live here: anything about exercises, or the look of the pages (that is `calm/` and the extension).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from peer_course.library.paths import home

HERE = Path(__file__).resolve().parent
CALM = HERE / "calm"
LABEXTENSIONS = HERE / "labextensions"
FORMGRADER_PAGES = HERE / "formgrader_pages"
# Read by a tutor's server on a hub: Formgrader opens in a browser tab of its own (see `hub.seat`).
HUB_TUTORS = HERE / "hub_tutors"
PROFILES = ("learn", "teach")
START = "notebooks/00-start-here.ipynb"

# Server extensions that a learner's page never uses. Leaving them out saves seconds at the start.
UNUSED_BY_LEARNERS = (
    "jupyter_lsp",
    "jupyter_server_terminals",
    "jupyterlab_jupytext",
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.course_list",
    "nbgrader.server_extensions.formgrader",
    "nbgrader.server_extensions.validate_assignment",
)

FORMGRADER = {"nbgrader.server_extensions.formgrader": False, "peer_course.lab.formgrader": True}

# What a tutor's page may ask for: this server, and what the page itself has made. JupyterLab and Formgrader
# need scripts within the page; widgets come as a blob. Nothing that a learner wrote can then call anybody.
SOURCES = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-inline' 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "media-src": "'self' data: blob:",
    "frame-src": "'self' data: blob:",
    "object-src": "'self' blob:",
    "worker-src": "'self' blob:",
    "base-uri": "'self'",
    "form-action": "'self'",
}


def settings(profile: str, root: Path, app: str = "lab") -> dict[str, dict[str, object]]:
    """The server's settings as {class name: {option: value}}; the names are those of Jupyter's own reference."""
    _known(profile)
    page = {"extra_labextensions_path": [str(LABEXTENSIONS)]}
    found: dict[str, dict[str, object]] = {
        "ServerApp": {"root_dir": str(root), "answer_yes": True},
        "LabApp": {**page, "news_url": None},
        "JupyterNotebookApp": dict(page),
        "FileContentsManager": {"pre_save_hook": "peer_course.lab.saving.without_traces"},
        # Kernels talk to the server in cipher where both can; the notice about plain TCP then has no reason.
        "KernelManager": {"transport_encryption": "auto"},
    }
    if profile == "learn":
        found["ServerApp"]["contents_manager_class"] = "peer_course.lab.pages.CoursePages"
        found["ServerApp"]["jpserver_extensions"] = dict.fromkeys(UNUSED_BY_LEARNERS, False)
        found["LabApp"]["default_url"] = f"/doc/tree/{START}"
        found["JupyterNotebookApp"]["default_url"] = f"/notebooks/{START}"
    else:
        found["ServerApp"]["jpserver_extensions"] = dict(FORMGRADER)
        found["ServerApp"]["tornado_settings"] = {
            "headers": {"Content-Security-Policy": content_policy(), "Referrer-Policy": "same-origin"}}
        if os.name != "nt":
            # Named, or else a terminal is a login shell, which sets PATH anew and no longer finds `peer-course`.
            found["ServerApp"]["terminado_settings"] = {"shell_command": os.environ.get("SHELL") or "/bin/sh"}
    return found


def content_policy(env: dict[str, str] | None = None) -> str:
    """The Content-Security-Policy of a tutor's pages, as one header; on a hub no page may frame them."""
    on_hub = "JUPYTERHUB_SERVICE_PREFIX" in (os.environ if env is None else env)
    # Older browsers do not count a page's own web socket as 'self'; the name of a hub is not known here.
    sockets = "ws: wss:" if on_hub else "ws://localhost:* ws://127.0.0.1:*"
    parts = SOURCES | {"connect-src": f"'self' data: blob: {sockets}",
                       "frame-ancestors": "'none'" if on_hub else "'self'"}
    return "; ".join(f"{name} {places}" for name, places in parts.items())


def environment(profile: str, given: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of the server: where it reads settings, and that kernels import nothing from beside a page.

    `given` is the environment to start from (default: the present one); it is not changed.
    """
    _known(profile)
    env = dict(os.environ if given is None else given)
    # A stranger's pandas.py or peer_course.py beside a notebook must not be imported instead of the real one.
    env["PYTHONSAFEPATH"] = "1"
    # The kernel of this environment comes before one of the same name in a person's own folders.
    env["JUPYTER_PREFER_ENV_PATH"] = "1"
    own = (Path(env["PEER_COURSE_HOME"]).expanduser() if env.get("PEER_COURSE_HOME") else home()) / "jupyter"
    env["JUPYTER_RUNTIME_DIR"] = str(own / "runtime")
    # So that `peer-course` and `nbgrader` are found in a terminal of JupyterLab.
    env["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), *_paths(env.get("PATH"))])
    if profile == "learn":
        env["JUPYTER_CONFIG_DIR"] = str(own / "config")
        env["JUPYTER_DATA_DIR"] = str(own / "data")
        env["IPYTHONDIR"] = str(own / "ipython")
        env["JUPYTERLAB_SETTINGS_DIR"] = str(own / "config" / "lab" / "user-settings")
        env["JUPYTERLAB_WORKSPACES_DIR"] = str(own / "config" / "lab" / "workspaces")
        env["JUPYTER_CONFIG_PATH"] = os.pathsep.join([str(CALM), *_paths(env.get("JUPYTER_CONFIG_PATH"))])
    else:
        env["JUPYTER_PATH"] = os.pathsep.join([str(FORMGRADER_PAGES), *_paths(env.get("JUPYTER_PATH"))])
    return env


def apply(config, profile: str, root: Path) -> None:
    """Put the settings into the `c` of a `jupyter_server_config.py`, as an administrator of a hub would."""
    for name, options in settings(profile, root).items():
        for option, value in options.items():
            setattr(config[name], option, value)


def _paths(text: str | None) -> list[str]:
    return [part for part in (text or "").split(os.pathsep) if part and part not in (str(CALM), str(FORMGRADER_PAGES))]


def _known(profile: str) -> None:
    if profile not in PROFILES:
        raise ValueError(f"There are two ways to open the course, learn and teach; {profile!r} is neither.")
