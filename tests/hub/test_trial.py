"""The trial: one command, a tutor and two learners who really sign in, and nothing left behind."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import hub_or_skip  # noqa: F401 - before what needs a hub
import psutil
import pytest
import requests
from hub_room import SECONDS, asked, proxy_or_skip, running, signed_in, started

COMMAND = [sys.executable, "-c", "from peer_course.cli import main; main()", "hub"]


@pytest.fixture(scope="module")
def room():
    folder = Path(tempfile.mkdtemp(prefix="trial-test-"))
    with running(folder, released=True) as (trial, hub):
        people = {name: signed_in(trial, name) for name in trial.passwords}
        first = {name: started(session, trial, name) for name, session in people.items()}
        yield trial, people, first
        family = [hub.process, *psutil.Process(hub.process.pid).children(recursive=True)]
    assert not folder.exists()
    assert not [one.pid for one in family if psutil.pid_exists(one.pid)], "something of the trial still runs"


def test_a_learner_who_signs_in_lands_on_the_start_page_in_calm_view(room):
    _, _, first = room
    assert first["learner-1"].url.split("?")[0].endswith("/user/learner-1/doc/tree/notebooks/00-start-here.ipynb")
    page = json.loads(re.search(r'id="jupyter-config-data"[^>]*>(.*?)</script>', first["learner-1"].text, re.S)[1])
    assert page["peerCourseProfile"] == "learn"
    assert "peer-course-lab" in str(page["federated_extensions"])
    assert not page.get("terminalsAvailable")


def test_every_page_of_the_trial_says_that_it_is_not_private(room):
    trial, people, _ = room
    assert "not private" in requests.get(f"{trial.url}/hub/login", timeout=20).text
    assert "not private" in people["tutor"].get(f"{trial.url}/hub/home", timeout=20).text


def test_a_wrong_password_opens_nothing(room):
    trial, _, _ = room
    stranger = signed_in(trial, "learner-1", "not-the-password")
    assert "/hub/login" in stranger.get(f"{trial.url}/user/learner-1/", timeout=20).url


def test_nobody_can_open_the_server_of_another(room):
    trial, people, _ = room
    for name, other in (("learner-1", "learner-2"), ("learner-1", "tutor"), ("tutor", "learner-1")):
        answer = people[name].get(f"{trial.url}/user/{other}/api/contents", timeout=20)
        assert answer.status_code in (403, 404), f"{name} got {answer.status_code} from {other}"


def test_the_shared_pages_can_be_read_and_not_changed_and_own_work_can_be_written(room):
    trial, people, _ = room
    ada, path = people["learner-1"], "notebooks/02-what-is-recovery.ipynb"
    before = (trial.course / path).read_bytes()
    page = asked(ada, trial, "learner-1", f"api/contents/{path}").json()
    assert page["writable"] is False
    body = {"type": "notebook", "format": "json", "content": page["content"]}
    assert asked(ada, trial, "learner-1", f"api/contents/{path}", "put", json=body).status_code == 403
    assert (trial.course / path).read_bytes() == before
    own = {"type": "file", "format": "text", "content": "mine"}
    assert asked(ada, trial, "learner-1", "api/contents/my-work/note.txt", "put", json=own).status_code == 201
    note = trial.home("learner-1") / "peer-support" / "my-work" / "note.txt"
    assert note.read_text() == "mine"
    assert note.stat().st_mode & 0o077 == 0


def test_a_learner_has_no_terminal_and_no_marking_pages(room):
    trial, people, _ = room
    ada = people["learner-1"]
    assert asked(ada, trial, "learner-1", "api/terminals", "post").status_code == 404
    assert asked(ada, trial, "learner-1", "formgrader").status_code == 404


def test_a_learners_server_cannot_take_more_memory_than_it_is_given(room):
    trial, people, _ = room
    limits = {}
    for one in psutil.process_iter(["cmdline"]):
        line = " ".join(one.info["cmdline"] or ())
        if "jupyterhub.singleuser" in line and str(trial.folder) in str(one.environ().get("HOME")):
            limits[one.environ()["JUPYTERHUB_USER"]] = one.rlimit(psutil.RLIMIT_DATA)
    assert limits["learner-1"] == limits["learner-2"] == (400 * 1024**2,) * 2
    assert limits["tutor"][0] == psutil.RLIM_INFINITY
    code = "try: bytearray(500 * 1024**2); print('given')\nexcept MemoryError: print('not given')"
    assert _run(trial, people["learner-1"], "learner-1", "notebooks/02-what-is-recovery.ipynb", code) == "not given"


def test_a_learners_kernel_runs_the_course_within_the_limit(room):
    trial, people, _ = room
    code = "from peer_course import exercise; import os; print(bool(exercise('sort-worldviews')), os.getcwd())"
    said = _run(trial, people["learner-1"], "learner-1", "notebooks/02-what-is-recovery.ipynb", code)
    assert said == f"True {trial.course / 'notebooks'}"


def test_the_way_from_a_session_to_its_task_is_one_step(room):
    trial, people, _ = room
    code = ("from peer_course.widgets.handing import Panel; p = Panel('01-what-i-bring'); "
            "print(p.hear({'do': 'get'})['state']['open'])")
    said = _run(trial, people["learner-2"], "learner-2", "notebooks/01-introduction-to-the-course.ipynb", code)
    assert said == "../my-work/01-what-i-bring/01-what-i-bring.ipynb"
    got = asked(people["learner-2"], trial, "learner-2", "api/contents/my-work/01-what-i-bring/01-what-i-bring.ipynb")
    assert got.json()["writable"] is True


def test_a_tutor_lands_at_the_desk_of_the_cohort_and_formgrader_opens_in_a_tab_of_its_own(room):
    trial, people, first = room
    assert first["tutor"].url.split("?")[0].endswith("/user/tutor/lab/tree/tutors/marking-desk.ipynb")
    assert "frame-ancestors 'none'" in first["tutor"].headers["Content-Security-Policy"]
    answer = asked(people["tutor"], trial, "tutor", "formgrader/api/assignments")
    assert {one["name"] for one in answer.json()} >= {"01-what-i-bring", "11-final-assessment"}
    assert {one["status"] for one in answer.json()} == {"released"}
    assert (trial.tutors / "gradebook.db").is_file()


def test_a_sentence_that_a_tutor_changes_is_what_learners_see_next(room):
    trial, people, _ = room
    words = trial.tutors / "content" / "exercises" / "sort-worldviews.yml"
    text = words.read_text("utf-8")
    assert text.count("Whose way of seeing is this?") == 1
    words.write_text(text.replace("Whose way of seeing is this?", "A title that the tutor wrote"), "utf-8")
    code = "from peer_course import library; print(library.exercise('sort-worldviews').title)"
    said = _run(trial, people["learner-1"], "learner-1", "notebooks/02-what-is-recovery.ipynb", code)
    assert said == "A title that the tutor wrote"


def test_the_command_says_names_and_address_and_leaves_nothing_behind(tmp_path):
    env = os.environ | {"PEER_COURSE_PROXY": proxy_or_skip(), "TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    said = tmp_path / "said.txt"
    with said.open("w") as out:
        # A shell that puts the tests into the background has them, and all they start, ignore Ctrl+C.
        process = subprocess.Popen(COMMAND, env=env, stdout=out, stderr=out, start_new_session=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    try:
        until = time.monotonic() + SECONDS
        while "learner-2" not in said.read_text() and time.monotonic() < until and process.poll() is None:
            time.sleep(0.3)
        text = said.read_text()
        assert "not private" in text
        assert re.search(r"http://127\.0\.0\.1:\d+ ", text)
        assert all(re.search(rf"{name} +password +\S{{19}}", text) for name in ("tutor", "learner-1", "learner-2"))
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) >= 3  # the hub, its proxy, its culler
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(SECONDS)
    assert process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["said.txt"]
    assert not [one for one in family if one.is_running()]


def test_without_node_the_command_says_what_to_install(tmp_path):
    ran = subprocess.run(COMMAND, capture_output=True, text=True, timeout=60,
                         env=os.environ | {"PATH": str(tmp_path), "TMPDIR": str(tmp_path)})
    assert ran.returncode == 2
    assert "Node.js" in ran.stderr and "npm install" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not list(tmp_path.iterdir())


def test_without_the_proxy_the_command_says_what_to_install(tmp_path):
    if not shutil.which("node"):
        pytest.skip("Not tried: Node.js is not on this machine.")
    (tmp_path / "node").symlink_to(shutil.which("node"))
    from peer_course.hub import proxy
    if (proxy.HERE / "node_modules").exists():
        pytest.skip("Not tried: the proxy is installed beside the configuration.")
    env = {name: value for name, value in os.environ.items() if name != "PEER_COURSE_PROXY"}
    ran = subprocess.run(COMMAND, capture_output=True, text=True, timeout=60,
                         env=env | {"PATH": str(tmp_path)})
    assert ran.returncode == 2
    assert "configurable-http-proxy" in ran.stderr and "npm install" in ran.stderr


def _run(trial, session, name: str, page: str, code: str) -> str:
    """Run one line in a fresh kernel of this page, through the person's own server; returns what it printed."""
    import websocket

    body = {"path": page, "name": page.split("/")[-1], "type": "notebook", "kernel": {"name": "python3"}}
    kernel = asked(session, trial, name, "api/sessions", "post", json=body).json()["kernel"]["id"]
    cookies = "; ".join(f"{c.name}={c.value}" for c in session.cookies if f"/user/{name}/".startswith(c.path))
    address = f"{trial.url.replace('http', 'ws')}/user/{name}/api/kernels/{kernel}/channels"
    line = websocket.create_connection(address, cookie=cookies, timeout=SECONDS, origin=trial.url)
    header = {"msg_id": "one", "msg_type": "execute_request", "username": "", "session": "s", "version": "5.3"}
    line.send(json.dumps({"channel": "shell", "header": header, "parent_header": {}, "metadata": {},
                          "content": {"code": code, "silent": False, "allow_stdin": False}}))
    printed, until = "", time.monotonic() + SECONDS
    while time.monotonic() < until:
        message = json.loads(line.recv())
        if message["parent_header"].get("msg_id") != "one":
            continue
        if message["msg_type"] == "stream":
            printed += message["content"]["text"]
        if message["msg_type"] == "error":
            printed += "\n".join(message["content"]["traceback"])
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
    line.close()
    asked(session, trial, name, f"api/kernels/{kernel}", "delete")
    return printed.strip()
