"""The server's settings, the command that opens the course, what a save leaves out, and which cells may wake."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from peer_course import handover
from peer_course.lab import launch, manifest, saving, settings
from peer_course.lab.pages import CoursePages, is_course_page

ROOT = Path(__file__).resolve().parents[2]
CALM = settings.CALM / "labconfig"


def _task(**changes) -> dict:
    cell = {"cell_type": "markdown", "id": "a", "metadata": {"nbgrader": {"solution": True}}, "source": "Words"}
    return {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **changes}


def test_a_learners_settings_are_apart_from_the_persons_own(tmp_path):
    _, env = launch.command("learn", tmp_path, 9000, env={"PEER_COURSE_HOME": str(tmp_path / "home")})
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        assert Path(env[name]).is_relative_to(tmp_path / "home"), name


def test_a_tutor_keeps_their_own_settings_and_gets_the_save_hook(tmp_path):
    argv, env = launch.command("teach", tmp_path, 9000, env={"PEER_COURSE_HOME": str(tmp_path)})
    assert "JUPYTER_CONFIG_DIR" not in env and "JUPYTER_CONFIG_PATH" not in env
    assert "--FileContentsManager.pre_save_hook=peer_course.lab.saving.without_traces" in argv
    assert not any("CoursePages" in part for part in argv)


@pytest.mark.parametrize("profile", settings.PROFILES)
def test_a_token_is_always_asked_for_and_kernels_import_nothing_from_beside_a_page(tmp_path, profile):
    argv, env = launch.command(profile, tmp_path, 9000)
    assert env["PYTHONSAFEPATH"] == "1"
    options = [part.partition("=")[0].lower() for part in argv]
    assert not any(word in option for option in options for word in ("token", "password", "disable", "auth"))


def test_making_the_command_writes_and_starts_nothing(tmp_path):
    launch.command("learn", tmp_path, 9000, env={"PEER_COURSE_HOME": str(tmp_path / "home")})
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_way_to_open_the_course_is_named():
    with pytest.raises(ValueError, match="learn and teach"):
        launch.command("lern", ".", 9000)
    with pytest.raises(ValueError, match="lab or in notebook"):
        launch.command("learn", ".", 9000, app="voila")


def test_an_administrator_can_apply_the_same_settings(tmp_path):
    from traitlets.config import Config

    config = Config()
    settings.apply(config, "learn", tmp_path)
    assert config.LabApp.extra_labextensions_path == [str(settings.LABEXTENSIONS)]
    assert config.ServerApp.contents_manager_class.endswith("CoursePages")


def test_a_port_in_use_is_said_in_one_sentence(tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert launch.main(["learn", "--port", str(port), "--root", str(tmp_path)]) == 1
    said = capsys.readouterr().err.strip()
    assert f"Port {port} is in use" in said and "Traceback" not in said


def test_the_course_opens_says_where_and_ends_on_ctrl_c_without_a_question(tmp_path):
    (tmp_path / "notebooks").mkdir()
    command = [sys.executable, "-m", "peer_course.lab.launch", "learn", "--no-browser", "--root", str(tmp_path)]
    env = {**os.environ, "PEER_COURSE_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1"}
    course = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        # A shell that puts the tests into the background has them, and all they start, ignore Ctrl+C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    said = ""
    until = time.monotonic() + 60
    while "Ctrl+C" not in said and time.monotonic() < until:
        said += course.stdout.readline()
    os.killpg(course.pid, signal.SIGINT)
    said += course.communicate(timeout=60)[0]
    assert "/doc/tree/notebooks/00-start-here.ipynb?token=" in said
    assert "The course is closed." in said
    assert "Traceback" not in said and "y/[n]" not in said
    assert course.returncode == 0


def test_a_save_leaves_out_outputs_counts_and_view_notes_of_a_course_page():
    cell = {
        "cell_type": "code",
        "id": "a",
        "execution_count": 3,
        "metadata": {"tags": ["hide-input"], "trusted": True, "scrolled": True, "jupyter": {"source_hidden": False}},
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "private"}],
        "source": 'from peer_course import journal\njournal("mine")',
    }
    metadata = {"language_info": {"name": "python"}, "widgets": {"state": "private"}}
    model = {"type": "notebook", "content": _task(cells=[cell], metadata=metadata)}
    saving.without_traces(model=model, path="anywhere.ipynb", contents_manager=None)
    assert "private" not in json.dumps(model)
    saved = model["content"]["cells"][0]
    assert saved["metadata"] == {"tags": ["hide-input"], "jupyter": {"source_hidden": True}}
    assert saved["execution_count"] is None and saved["outputs"] == []
    assert list(model["content"]["metadata"]) == ["kernelspec"]


def test_a_save_keeps_what_somebody_wrote_in_a_task():
    model = {"type": "notebook", "content": _task()}
    saving.without_traces(model=model, path="my-work/t.ipynb")
    assert model["content"]["cells"][0]["source"] == "Words"


def test_a_save_leaves_other_notebooks_and_files_alone():
    own = {"cells": [{"cell_type": "code", "metadata": {}, "source": "1", "outputs": ["x"]}], "nbformat": 4}
    for model in ({"type": "notebook", "content": own}, {"type": "file", "content": "text"}, {"type": "directory"}):
        before = json.dumps(model)
        saving.without_traces(model=model, path="own.ipynb")
        assert json.dumps(model) == before


@pytest.mark.parametrize("odd", [{}, {"cells": None}, {"cells": ["text", {}]}, {"cells": [{"metadata": None}]}])
def test_a_notebook_of_an_odd_shape_does_not_stop_a_save(odd):
    saving.without_traces(model={"type": "notebook", "content": odd}, path="odd.ipynb")


def test_pages_of_the_course_are_closed_and_fetched_tasks_are_open():
    assert is_course_page("notebooks/02-what-is-recovery.ipynb")
    assert is_course_page("/notebooks/00-start-here.ipynb")
    assert not is_course_page("my-work/02-worldviews/02-worldviews.ipynb")
    assert not is_course_page("notebooks")


def test_opening_a_course_page_leaves_nothing_where_other_accounts_would_meet_it(tmp_path, monkeypatch):
    import asyncio
    import tempfile
    from concurrent.futures import ThreadPoolExecutor

    def apart(ask, path):
        # A browser that other tests of this process use has a loop of its own here.
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(lambda: asyncio.run(ask(path))).result()

    (tmp_path / "shared").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "shared"))
    monkeypatch.setattr(os, "access", lambda *_: False)  # as in a folder that is for reading only
    pages = CoursePages(root_dir=str(tmp_path))
    assert apart(pages.list_checkpoints, "notebooks/00-start-here.ipynb") == []
    assert list((tmp_path / "shared").iterdir()) == []
    assert apart(pages.list_checkpoints, "my-work/task.ipynb") == []


def test_the_manifest_lists_exactly_the_code_cells_of_the_courses_pages():
    assert manifest.is_fresh(ROOT / "notebooks"), "run `peer-course tidy`"


def test_every_cell_that_may_wake_is_two_lines_that_say_one_word_of_the_course():
    for source in json.loads(manifest.FILE.read_text(encoding="utf-8"))["cells"]:
        first, second = source.split("\n")
        name = first.removeprefix("from peer_course import ")
        assert first != name and name.isidentifier()
        assert second.startswith(f"{name}(") and second.endswith(")") and ";" not in second


def test_a_manifest_is_written_once_and_then_fresh(tmp_path):
    page = {"cells": [{"cell_type": "code", "source": ["a\n", "b"]}, {"cell_type": "markdown", "source": "c"}]}
    (tmp_path / "one.ipynb").write_text(json.dumps(page), encoding="utf-8")
    file = tmp_path / "manifest.json"
    assert manifest.write(tmp_path, file) and not manifest.write(tmp_path, file)
    assert json.loads(file.read_text(encoding="utf-8"))["cells"] == ["a\nb"]


def test_calm_settings_name_only_settings_and_keys_that_jupyterlab_has():
    overrides = json.loads((CALM / "default_setting_overrides.json").read_text(encoding="utf-8"))
    schemas = _schemas()
    for plugin, values in overrides.items():
        assert plugin in schemas, plugin
        known = schemas[plugin].get("properties", {})
        assert set(values) <= set(known) or plugin.endswith(":shortcuts"), (plugin, set(values) - set(known))
    commands = {(s["command"], tuple(s["keys"])) for d in schemas.values() for s in d.get("jupyter.lab.shortcuts", [])}
    for shortcut in overrides["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]:
        assert (shortcut["command"], tuple(shortcut["keys"])) in commands, shortcut


def test_calm_settings_save_often_and_keep_widget_state_out_of_files():
    overrides = json.loads((CALM / "default_setting_overrides.json").read_text(encoding="utf-8"))
    assert overrides["@jupyterlab/docmanager-extension:plugin"]["autosaveInterval"] <= 10
    assert overrides["@jupyter-widgets/jupyterlab-manager:plugin"]["saveState"] is False
    left = {s["command"] for s in overrides["@jupyterlab/shortcuts-extension:shortcuts"]["shortcuts"]}
    assert {"notebook:delete-cell", "notebook:cut-cell", "notebook:insert-cell-below"} <= left
    assert not {"notebook:enter-command-mode", "notebook:enter-edit-mode"} <= left


def test_no_sentence_of_the_extension_uses_a_word_that_judges():
    words = json.loads((manifest.FILE.parent / "words.json").read_text(encoding="utf-8"))
    for sentence in words.values():
        assert not {"correct", "incorrect", "wrong", "score", "fail", "failed", "error"} & set(sentence.lower().split())


def test_the_line_that_gives_way_to_words_is_the_one_that_tasks_are_handed_out_with():
    words = json.loads((manifest.FILE.parent / "words.json").read_text(encoding="utf-8"))
    assert words["placeholder"] == handover.STUB


def _schemas() -> dict[str, dict]:
    share = Path(sys.prefix) / "share" / "jupyter"
    files = [*share.glob("lab/schemas/**/*.json"), *share.glob("labextensions/**/schemas/**/*.json")]
    found = {}
    for file in files:
        above = "" if file.parents[1].name == "schemas" else f"{file.parents[1].name}/"
        found[f"{above}{file.parent.name}:{file.stem}"] = json.loads(file.read_text(encoding="utf-8"))
    return found
