"""No test ever touches a person's real answers: every one gets a store of its own; and one browser is there for all."""

import contextlib
import os
import shutil
from pathlib import Path

import pytest
from peer_course.library import compile

ROOT = Path(__file__).resolve().parent.parent
# start.py sets it for pytest. What the tests start has to hold without that help, as in a tutor's own terminal.
os.environ.pop("PYTHONSAFEPATH", None)


def pytest_collection_modifyitems(items):
    """On a machine that is busy with something else a page can be too slow: only for that a browser test has a second try.

    A second try is named at the end of the run. A test that needs one again and again is to be mended, not tried again.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun="TimeoutError"))


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch) -> Path:
    home = tmp_path / "store"
    monkeypatch.setenv("PEER_COURSE_HOME", str(home))
    monkeypatch.delenv("PEER_COURSE_CONTENT", raising=False)
    assert "PEER_COURSE_HOME" in os.environ
    return home


@pytest.fixture(scope="session")
def browser():
    """One headless browser for all tests of a process, on the bare page, in JupyterLab and on the hub."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Not tried: Playwright is not installed here.")
    from lab_server import open_browser

    with playwright.sync_playwright() as started, contextlib.closing(open_browser(started)) as opened:
        yield opened


@pytest.fixture
def own_content(tmp_path, monkeypatch) -> Path:
    """A copy of the course's words that a test may change."""
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    monkeypatch.setenv("PEER_COURSE_CONTENT", str(folder))
    compile.main([])
    return folder


@pytest.fixture
def no_tutor(tmp_path, monkeypatch):
    """Somebody who studies alone: no exchange, and folders of their own."""
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path / "no-exchange"))
    monkeypatch.setenv("PEER_COURSE_WORK", str(tmp_path / "work"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
