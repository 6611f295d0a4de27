"""The proxy that a hub stands behind: an npm package, fetched once into deploy/jupyterhub.

Starting it is the hub's business, and so is saying what to do where there is no Node.js.
"""

import shutil
from pathlib import Path

from peer_start import programs
from peer_start.faults import CannotGoOn

NAME = "configurable-http-proxy"


def get(folder, say=print, which=shutil.which):
    """Installs what package.json in this folder names, unless it is there; raises CannotGoOn when npm cannot."""
    npm = which("npm")
    if not npm or which(NAME) or Path(folder, "node_modules", ".bin", NAME).exists():
        return
    say("Getting the hub's proxy with npm. This happens once.")
    code, words = programs.run_quietly([npm, "install", "--no-audit", "--no-fund", "--prefix", folder], say=say)
    if code:
        raise CannotGoOn(f"npm could not get the hub's proxy. It said:\n{words.strip()[-600:]}\n"
                         "With a network connection, the same command goes on from here.")
