"""What the tests of setting up and starting share: a folder to set up, and what start.py says."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "utils"))

from peer_start import commands, environment  # noqa: E402


@pytest.fixture
def course(tmp_path):
    """A folder with as much of a course as setting up looks at."""
    for name in (*environment.COURSE, *environment.MORE.values()):
        (tmp_path / name).write_text("uv==1 \\\n    --hash=sha256:00\n", "utf-8")
    return tmp_path


@pytest.fixture
def said(capsys):
    """Run start.py with arguments in a folder: the exit code, and what was said on both streams."""
    def run(arguments, root):
        code = commands.run(arguments, root)
        out = capsys.readouterr()
        return code, out.out + out.err
    return run
