"""No test ever touches a person's real answers: every one gets a store of its own."""

import os
import shutil
from pathlib import Path

import pytest
from peer_course.library import compile

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def own_store(tmp_path, monkeypatch) -> Path:
    home = tmp_path / "store"
    monkeypatch.setenv("PEER_COURSE_HOME", str(home))
    monkeypatch.delenv("PEER_COURSE_CONTENT", raising=False)
    assert "PEER_COURSE_HOME" in os.environ
    return home


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
