"""The exchange when things go another way: no room, the same moment twice, an exchange that is not as it should be."""

import json
import os
import shutil
import stat
import subprocess

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError
from peer_course import handing_in
from peer_course.exchange import feedback, walls
from peer_course.exchange.stripping import strip_all
from peer_course.exchange.submit import Submit
from traitlets.config import Config

WHEN = "2026-03-01 10:00:00.000000 UTC"


class AtOneMoment(Submit):
    """Hand in as if the clock stood still."""

    def set_timestamp(self):
        self.timestamp = WHEN


@pytest.fixture
def place(course, task, tmp_path):
    """An exchange with the task, and somebody's copy of it."""
    for part in ("inbound", "outbound"):
        (tmp_path / "exchange/peer_support" / part).mkdir(parents=True)
    (tmp_path / "exchange/peer_support/inbound").chmod(walls.INBOUND)
    shutil.copytree(course / "release" / task, tmp_path / "exchange/peer_support/outbound" / task)
    shutil.copytree(course / "release" / task, tmp_path / "own" / task)
    return tmp_path


def hand_in(place, task, who="alice"):
    config = Config()
    config.CourseDirectory.update(course_id="peer_support", assignment_id=task, student_id=who)
    config.Exchange.update(root=str(place / "exchange"), assignment_dir=str(place / "own"), cache=str(place / "cache"))
    AtOneMoment(coursedir=CourseDirectory(config=config), authenticator=Authenticator(config=config),
                config=config).start()


def left(place):
    """What lies in the exchange, and in nbgrader's copies."""
    return (sorted((place / "exchange/peer_support/inbound").iterdir()),
            sorted((place / "cache/peer_support").iterdir()))


def test_two_people_at_the_same_moment_both_hand_in(place, task):
    hand_in(place, task, "alice")
    hand_in(place, task, "bob")
    inbound, copies = left(place)
    assert [path.name.split("+")[0] for path in inbound] == ["alice", "bob"] and len(copies) == 2


def test_the_same_person_twice_at_one_moment_keeps_the_first_whole_and_is_told(place, task):
    hand_in(place, task)
    before = left(place)
    with pytest.raises(ExchangeError, match="nothing was left behind"):
        hand_in(place, task)
    assert left(place) == before
    assert all((path / f"{task}.ipynb").is_file() for where in before for path in where)


def test_a_hand_in_under_one_account_is_open_to_that_account_alone(place, task):
    hand_in(place, task)
    assert [stat.S_IMODE(path.stat().st_mode) for where in left(place) for path in where] == [0o700, 0o700]


def test_when_the_exchange_is_full_nothing_half_arrives_and_the_words_stay(person, task, tmp_path, monkeypatch):
    learner = person("full")
    learner.become(monkeypatch)
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(exchange)], capture_output=True,
                      check=False).returncode:
        pytest.skip("Not run: only root can make a disk that is small enough to be full.")
    try:
        inbound = exchange / "peer_support/inbound"
        inbound.mkdir(parents=True)
        shutil.copytree(learner.root / "release" / task, exchange / "peer_support/outbound" / task)
        monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(exchange))
        handing_in.fetch(task)
        learner.write("words that need room")
        fill(exchange)
        refused = handing_in.hand_in(task)
        assert not refused.done and "disk is full" in refused.say, refused.log
        assert not list(inbound.iterdir()) and handing_in.state(task).stage == "changed"
        assert "words that need room" in learner.notebook.read_text(encoding="utf-8")
        (exchange / "filling").unlink()
        assert handing_in.hand_in(task).done and len(list(inbound.iterdir())) == 1
    finally:
        subprocess.run(["umount", str(exchange)], check=True)


def fill(folder):
    with (folder / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 1024):
                pass
        except OSError:
            return


def test_an_exchange_that_all_may_write_gets_sticky_and_a_new_one_is_not_open_to_all(tmp_path):
    there = tmp_path / "there"
    there.mkdir()
    there.chmod(0o777)
    assert walls.fault_of_root(there, False) is None and stat.S_IMODE(there.stat().st_mode) == 0o1777
    assert walls.fault_of_root(tmp_path / "new", False) is None
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o755
    assert walls.fault_of_root(tmp_path / "shared", True) is None
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o2775


def test_feedback_for_a_hand_in_that_a_backup_brought_back_names_who_can_help(tmp_path, task, monkeypatch):
    folder = tmp_path / f"alice+{task}+{WHEN}+random"
    folder.mkdir()
    assert feedback.way_back(tmp_path, "alice", task, f"{WHEN}\n") == folder
    monkeypatch.setattr(walls, "number_of", lambda name: os.getuid() + 1)
    with pytest.raises(feedback.NoWayBack, match="give it back"):
        feedback.way_back(tmp_path, "alice", task, WHEN)
    with pytest.raises(feedback.NoWayBack, match="no longer in the exchange"):
        feedback.way_back(tmp_path, "bob", task, WHEN)
    with pytest.raises(feedback.NoWayBack, match="no longer in the exchange"):
        feedback.way_back(tmp_path / "nowhere", "alice", task, WHEN)


def test_what_is_sent_holds_no_output_and_a_page_in_another_encoding_goes_as_it_is(tmp_path):
    nb = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"widgets": {"state": "private"}}, "cells": [
        {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "execution_count": 3,
         "outputs": [{"output_type": "stream", "name": "stdout", "text": "private"}]},
        {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "caf\udce9"}]}
    (tmp_path / "more").mkdir()
    page, broken = tmp_path / "more" / "page.ipynb", tmp_path / "broken.ipynb"
    page.write_text(json.dumps(nb, ensure_ascii=False), "utf-8", "surrogateescape")
    page.chmod(0o444)
    broken.write_bytes(b"no notebook: \xff")
    strip_all(tmp_path)
    assert b"private" not in page.read_bytes() and b"caf\xe9" in page.read_bytes()
    assert broken.read_bytes() == b"no notebook: \xff"
