"""The run of nbgrader's own tests: our settings do reach them, and no difference goes unnoticed.

The whole run takes half an hour and is started by hand (see nbgraders_own.py); its smallest folder runs here.
"""

import subprocess
import sys

import nbgraders_own
import pytest

pytestmark = pytest.mark.loop


def test_nbgraders_own_tests_of_its_format_end_the_same_with_our_settings(tmp_path):
    ends = [nbgraders_own.run(("nbgraderformat",), ours, 0, tmp_path / str(ours)) for ours in (False, True)]
    assert len(ends[0]) > 20 and set(ends[0].values()) == {"yes"}
    assert nbgraders_own.compare(*ends, nbgraders_own.reasons(("nbgraderformat",))) == []


def test_our_settings_reach_a_course_of_nbgraders_and_its_own_come_after_them(tmp_path):
    env = nbgraders_own.prepared(tmp_path, ours=True)
    (tmp_path / "nbgrader_config.py").write_text(f'c = get_config()\nc.CourseDirectory.root = r"{tmp_path / "theirs"}"\n')
    show = ("from nbgrader.apps import NbGraderApp as A; a = A(); a.initialize([]); c = a.config; "
            "print(c.CourseDirectory.root, c.CourseDirectory.course_id, c.Autograde.sanitize_preprocessors[0].__name__)")
    ran = subprocess.run([sys.executable, "-c", show], cwd=tmp_path, env=env, capture_output=True, text=True)
    assert ran.stdout.split() == [str(tmp_path / "theirs"), "peer_support", "KeepWords"], ran.stderr


def test_each_kind_of_surprise_is_said():
    without = {"a": "yes", "b": "yes", "c": "yes", "d": "skipped"}
    with_ours = {"a": "yes", "b": "no", "c": "no", "d": "skipped"}
    said = nbgraders_own.compare(without, with_ours, {"b": "known", "d": "was", "e": "gone"})
    assert [line.split(":")[0] for line in said] == ["new difference", "no longer different", "no such test"]
    assert nbgraders_own.compare(without, with_ours, {"b": "known", "c": "known"}) == []


def test_every_committed_difference_has_a_reason():
    found = nbgraders_own.reasons(nbgraders_own.FOLDERS)
    assert found and all(found.values())
