"""Import this first in a test of the hub: where JupyterHub cannot run, the tests are skipped with a sentence."""

import sys

import pytest

pytest.importorskip("jupyterhub", reason="The hub was not tried: JupyterHub is not installed in this environment.")
if sys.platform == "win32":
    pytest.skip("The hub was not tried: JupyterHub does not run on Windows.", allow_module_level=True)
