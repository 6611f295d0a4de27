"""Making the environment and finding a browser: what is decided and said. Nothing is downloaded here."""

import errno
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "utils"))

from peer_start import browser, environment, hub_proxy, installers, programs  # noqa: E402
from peer_start.faults import CannotGoOn  # noqa: E402


@pytest.mark.parametrize("make", [False, True])
def test_a_folder_of_wheels_that_is_missing_or_empty_is_noticed_before_anything_is_made(course, make, said):
    folder = course / "brought along"
    if make:
        folder.mkdir()
    code, words = said(["--from", str(folder)], course)
    assert code == 1 and str(folder) in words and "Traceback" not in words
    assert not (course / ".venv").exists()


def test_a_folder_that_lacks_a_package_leaves_a_sentence_and_an_environment_to_be_made_anew(course, said):
    folder = course / "wheels"
    folder.mkdir()
    (folder / "other-1-py3-none-any.whl").write_bytes(b"")
    code, words = said(["--from", str(folder)], course)
    assert code == 1 and "does not hold every package" in words and "uv==1" in words
    assert environment.read_stamp(course / ".venv")["busy"]


@pytest.mark.parametrize(
    ("number", "words"), [(errno.EROFS, "only be read"), (errno.ENOSPC, "not enough room"), (errno.EACCES, "may not")]
)
def test_a_disk_that_refuses_ends_in_a_sentence(course, number, words, said, monkeypatch):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(environment, "_make", refuse)
    code, heard = said([], course)
    assert code == 1 and words in heard and "Traceback" not in heard


def test_a_disk_with_little_room_is_noticed_before_the_download():
    usage = type("Usage", (), {"free": 5_000_000})
    with pytest.raises(CannotGoOn, match="not enough room"):
        environment.check_room("here", lambda _: usage)


def test_a_python_without_venv_gets_the_name_of_the_package(course, monkeypatch):
    monkeypatch.setattr(programs, "run_quietly", lambda *_, **__: (1, "No module named venv"))
    with pytest.raises(CannotGoOn, match="apt install python3-venv"):
        environment.prepare(course, say=str)


def test_only_what_has_changed_is_done_again(course):
    parts = environment.wanted(course, "tests")
    stamp = {"root": str(course), **parts}
    assert environment.to_do(stamp, parts, course, True) == "nothing"
    assert environment.to_do({**stamp, "tests": "old"}, parts, course, True) == "install"
    (course / "requirements.lock").write_text("newer", "utf-8")
    assert environment.to_do(stamp, environment.wanted(course), course, True) == "install"


def test_what_was_installed_for_another_command_is_not_forgotten(course, monkeypatch):
    done = []
    monkeypatch.setattr(environment.Installer, "install", lambda _, lock: done.append(lock.name))
    monkeypatch.setattr(environment.Installer, "install_course", lambda _, root: done.append("course"))
    monkeypatch.setattr(environment.Installer, "__init__", lambda *_: None)
    for more in ("", "tests", "hub", "tests", "hub"):
        environment.prepare(course, more, say=str)
        environment.places.python_in(course / ".venv").parent.mkdir(parents=True, exist_ok=True)
        environment.places.python_in(course / ".venv").touch()
    assert done == ["requirements.lock", "course", "requirements-test.lock", "requirements-hub.lock"]


def test_the_hubs_proxy_is_fetched_once_and_what_npm_said_is_shown(tmp_path, monkeypatch):
    ran = []
    monkeypatch.setattr(programs, "run_quietly", lambda argv, **_: ran.append(argv) or (1, "npm: no network"))
    with pytest.raises(CannotGoOn, match="npm: no network"):
        hub_proxy.get(tmp_path, str, {"npm": "/bin/npm"}.get)
    assert ran[0][:2] == ["/bin/npm", "install"] and ran[0][-1] == tmp_path
    hub_proxy.get(tmp_path, str, {}.get)
    hub_proxy.get(tmp_path, str, {"npm": "/bin/npm", hub_proxy.NAME: "/bin/proxy"}.get)
    (tmp_path / "node_modules" / ".bin").mkdir(parents=True)
    (tmp_path / "node_modules" / ".bin" / hub_proxy.NAME).touch()
    hub_proxy.get(tmp_path, str, {"npm": "/bin/npm"}.get)
    assert len(ran) == 1


@pytest.mark.parametrize("change", [{"busy": True}, {"root": "/moved"}])
def test_an_interrupted_or_moved_environment_is_made_anew(course, change):
    parts = environment.wanted(course)
    stamp = {"root": str(course), **parts}
    assert environment.to_do({**stamp, **change}, parts, course, True) == "make"
    assert environment.to_do(stamp, parts, course, False) == "make"
    assert environment.to_do({}, parts, course, True) == "make"


def test_an_unreadable_note_counts_as_none(course):
    (course / environment.STAMP).write_text("{half", "utf-8")
    assert environment.read_stamp(course) == {}


def test_a_folder_that_somebody_else_made_is_never_thrown_away(course):
    (course / ".venv").mkdir()
    (course / ".venv" / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(CannotGoOn, match="another name"):
        environment.prepare(course, say=str)
    assert (course / ".venv" / "letter.txt").read_text("utf-8") == "mine"


def test_the_size_of_the_download_is_said_beforehand():
    assert f"{environment.COURSE_MB} MB" in environment.announcement(["course"])
    both = environment.COURSE_MB + environment.MORE_MB["tests"]
    assert f"the course and its tests in the folder .venv. This happens once and downloads about {both} MB" in (
        environment.announcement(["course", "tests"]))
    assert "without the network" in environment.announcement(["course"], "wheels")


def test_uv_is_given_the_settings_of_pip_and_the_users_own_stay():
    listed = "\n".join(
        [
            ":env:.find-links='/wheels'",
            "global.extra-index-url='one two'",
            "global.index-url='from-file'",
            ":env:.index-url='from-variable'",
            "global.disable-pip-version-check='1'",
        ]
    )
    settings = installers.settings_for_uv(listed, {"UV_FIND_LINKS": "own"})
    assert settings == {
        "UV_DEFAULT_INDEX": "from-variable",
        "UV_INDEX": "one two",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }
    assert installers.settings_for_uv("", {}) == {}


def test_wheels_brought_along_are_used_without_any_address_of_the_computer():
    env = installers.surroundings("wheels", {"PIP_INDEX_URL": "somewhere", "UV_INDEX": "else", "PIP_USER": "1"})
    assert not {"PIP_INDEX_URL", "UV_INDEX", "PIP_USER"} & env.keys()
    assert env["UV_OFFLINE"] == "1" and env["PIP_CONFIG_FILE"] == os.devnull


def test_the_fast_installer_is_in_the_lock_with_its_hashes():
    lines = installers.entry((ROOT / "requirements.lock").read_text("utf-8"), "uv")
    assert lines.startswith("uv==") and lines.count("--hash=sha256:") > 5 and lines.count("==") == 1


@pytest.mark.parametrize(
    ("platform", "environ", "there"),
    [
        ("darwin", {"HOME": "/Users/a"}, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("win32", {"ProgramFiles": r"C:\Programs"}, r"C:\Programs\Google\Chrome\Application\chrome.exe"),
        ("win32", {"ProgramFiles(x86)": r"C:\P"}, r"C:\P\Microsoft\Edge\Application\msedge.exe"),
    ],
)
def test_a_browser_is_found_where_each_system_keeps_it(platform, environ, there):
    assert browser.find(platform, environ, lambda name: None, lambda path: path == there) == there


def test_the_browser_that_somebody_names_comes_first_and_must_be_there():
    assert browser.find("linux", {browser.VARIABLE: "/b"}, lambda name: "/usr/" + name, lambda path: True) == "/usr//b"
    assert browser.find("linux", {browser.VARIABLE: ""}) == ""
    with pytest.raises(CannotGoOn, match="/not/there"):
        browser.find("linux", {browser.VARIABLE: "/not/there"})


def test_without_any_browser_one_sentence_says_so(monkeypatch):
    for way in ("_from_debian", "_from_playwright"):
        monkeypatch.setattr(browser, way, lambda *_: None)
    monkeypatch.setattr(browser, "find", lambda *_: None)
    with pytest.raises(CannotGoOn, match="need a browser"):
        browser.get("python", "linux", {}, str)


def test_chromium_is_installed_on_debian_only_by_root_and_after_saying_so(monkeypatch):
    ran, told = [], []
    monkeypatch.setattr(programs, "run_quietly", lambda argv, *_: (ran.append(argv), (0, ""))[1])
    monkeypatch.setattr(browser.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    assert browser._from_debian({}, told.append) is None and not ran
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert browser._from_debian({}, told.append) == "/usr/bin/chromium"
    assert "chromium" in told[0] and ran[0][0] == "apt-get"
