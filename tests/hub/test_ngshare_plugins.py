"""What comes from the hand-in service is looked at: a service that lies, and hand-ins that are not what they seem."""

import base64
import http.server
import json
import threading
from types import SimpleNamespace

import pytest
from ngshare_room import exchange_packages
from peer_course import handover
from peer_course.ngshare import service


@pytest.fixture(scope="module")
def plugins():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(exchange_packages()))
        patch.setenv("JUPYTERHUB_USER", "kim")
        from peer_course.ngshare import plugins

        yield plugins


@pytest.fixture
def answers(monkeypatch):
    """A service that says what a test lets it say, by the start of the path."""
    said: dict[str, object] = {}

    class Here(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            found = next((what for path, what in said.items() if self.path.startswith("/services/ngshare" + path)), None)
            body = found if isinstance(found, bytes) else json.dumps({"success": found is not None, "message": "", **(found or {})}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Here)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("PEER_COURSE_NGSHARE", f"http://127.0.0.1:{server.server_port}/services/ngshare")
    monkeypatch.setenv("JUPYTERHUB_USER", "anna")
    service.forget()
    yield said
    server.shutdown()
    server.server_close()
    service.forget()


@pytest.fixture
def nbgrader(plugins, answers, tmp_path):
    """nbgrader's settings and folders in a temporary course."""
    from nbgrader.coursedir import CourseDirectory
    from nbgrader.exchange import ExchangeFactory
    from peer_course import nbgrader_settings
    from traitlets.config import Config

    config = Config()
    nbgrader_settings.apply(config, tmp_path)
    (tmp_path / "release" / "task").mkdir(parents=True)
    (tmp_path / "release" / "task" / "task.ipynb").write_text("{}")
    folder = CourseDirectory(config=config)
    folder.assignment_id = "task"
    return SimpleNamespace(factory=ExchangeFactory(config=config), given={"coursedir": folder, "config": config}, root=tmp_path)


def file(path, text="words"):
    return {"path": path, "checksum": "", "content": base64.b64encode(text.encode()).decode()}


def test_a_service_that_says_yes_and_keeps_nothing_is_found_out(nbgrader, answers):
    from nbgrader.exchange import ExchangeError

    answers |= {"/assignments/": {"assignments": []}, "/assignment/": {}}
    with pytest.raises(ExchangeError, match="was not released"):
        nbgrader.factory.ReleaseAssignment(**nbgrader.given).start()
    answers["/assignments/"] = {"assignments": ["task"]}
    with pytest.raises(ExchangeError, match="already exists"):
        nbgrader.factory.ReleaseAssignment(**nbgrader.given).start()


def test_only_expected_files_of_possible_people_are_collected(nbgrader, answers, caplog):
    when = "2026-11-01 10:00:00.000000"
    people = ("anna", "../../outside", "ben", "<b>")
    answers |= {
        "/submissions/": {"submissions": [{"student_id": name, "timestamp": when} for name in people]},
        "/submission/peer_support/task/anna": {"timestamp": when, "files": [
            file("task.ipynb"), file("../up.ipynb"), file("/tmp/root.ipynb"), file("a/b.ipynb"), file("pandas.py"),
            file("timestamp.txt", "3000-01-01"), file("submission_secret.txt", "known to a learner")]},
        "/submission/peer_support/task/ben": {"timestamp": when, "files": [{"path": "task.ipynb", "content": 3}]},
    }
    nbgrader.factory.Collect(**nbgrader.given).start()
    came = nbgrader.root / "submitted"
    assert [path.name for path in came.iterdir() if any(path.iterdir())] == ["anna"]
    anna = {path.name: path.read_text() for path in (came / "anna" / "task").iterdir()}
    assert set(anna) == {"task.ipynb", "timestamp.txt", "submission_secret.txt"}
    assert anna["timestamp.txt"] == when and "learner" not in anna["submission_secret.txt"]
    assert not list(nbgrader.root.parent.glob("**/up.ipynb"))


def test_a_page_is_not_kept_waiting_by_a_service_that_does_not_answer(monkeypatch):
    monkeypatch.setenv("PEER_COURSE_NGSHARE", "http://127.0.0.1:9/services/ngshare")
    service.forget()
    assert service.released("task") is True and service.feedback_waits("task", "then") is False
    service.forget()


@pytest.mark.parametrize("odd", [b"<html>", b"[]", b"\xff", {}])
def test_an_odd_answer_is_no_answer(answers, odd):
    answers["/feedback/"] = odd
    assert service.feedback_waits("task", "then") is False


def test_with_a_service_there_is_a_tutor_and_without_one_nothing_changes(monkeypatch, tmp_path):
    monkeypatch.setenv("PEER_COURSE_EXCHANGE", str(tmp_path))
    monkeypatch.delenv("PEER_COURSE_NGSHARE", raising=False)
    assert handover.has_tutor() is False and handover.service() == ""
    monkeypatch.setenv("PEER_COURSE_NGSHARE", "http://ngshare:8080/services/ngshare/")
    assert handover.has_tutor() is True and handover.service() == "http://ngshare:8080/services/ngshare"
