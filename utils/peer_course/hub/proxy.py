"""The proxy in front of the hub: JupyterHub's own configurable-http-proxy, found or asked for in one sentence."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ..library import paths
from .settings_file import NotReady

NAME = "configurable-http-proxy"
HERE = paths.ROOT / "deploy" / "jupyterhub"


def command() -> list[str]:
    """Return how the proxy is started (PEER_COURSE_PROXY names it). Raises NotReady when it, or Node, is missing."""
    if not shutil.which("node"):
        raise NotReady("The hub needs Node.js, and no program `node` was found. Please install it (on Debian and "
                       f"Ubuntu: apt install nodejs npm), then the hub's proxy: npm install --prefix {HERE}")
    named = os.environ.get("PEER_COURSE_PROXY")
    if named and not shutil.which(named):
        raise NotReady(f"PEER_COURSE_PROXY names {named}, which is not there or cannot be run.")
    found = named or shutil.which(NAME) or shutil.which(HERE / "node_modules" / ".bin" / NAME)
    if not found:
        raise NotReady(f"The hub's proxy ({NAME}) is not installed yet. Please run: npm install --prefix {HERE}")
    return [str(Path(shutil.which(found)).absolute())]
