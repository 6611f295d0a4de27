"""`peer-course review`: what a program and a person get, the exit status, and that nothing is kept."""

import json

import pytest
from click.testing import CliRunner
from peer_course import cli
from peer_course.language import review

NOTE = "Ailsa refused her tea again. She is manipulative.\r\nShe said she would rather eat later, at ６ o’clock. İ ß 🙂"


def run(*words: str, given: bytes | str = ""):
    return CliRunner().invoke(cli.main, ["review", *words], input=given)


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.txt"
    path.write_bytes(NOTE.encode())
    return path


def test_json_is_a_list_with_exact_places_and_every_field(note):
    done = run(str(note), "--json")
    found = json.loads(done.output)
    assert done.exit_code == 0 and {f["words"] for f in found} >= {"refused", "manipulative"}
    for f in found:
        assert NOTE[f["start"]:f["end"]] == f["words"]
        assert {"rule", "topic", "level", "why", "instead"} <= set(f) and isinstance(f["instead"], list)


def test_standard_input_is_read_as_well():
    assert json.loads(run("-", "--json", given=NOTE.encode()).output) == json.loads(run("--json", given=NOTE.encode()).output)


def test_a_clean_text_is_an_empty_list_and_status_0():
    done = run("--json", given="She came at two and made soup.")
    assert (done.exit_code, json.loads(done.output)) == (0, [])


def test_against_a_first_note_json_is_one_object(tmp_path, note):
    rewrite = tmp_path / "new.txt"
    rewrite.write_text("Ailsa decided not to have her tea. She said she would rather eat later.", encoding="utf-8")
    whole = json.loads(run(str(rewrite), "--against", str(note), "--json").output)
    assert set(whole) == {"findings", "facts", "softened", "voice"}
    assert {"kept", "lost", "new"} == set(whole["facts"])
    assert {"kind": "who", "words": "Ailsa"} in whole["facts"]["kept"]
    assert whole["voice"]["present"] is True


def test_a_cosy_word_for_a_hard_fact_is_named_from_and_to(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("Two staff restrained Bea at 20.20.", encoding="utf-8")
    second.write_text("Two staff supported Bea at 20.20.", encoding="utf-8")
    softened = json.loads(run(str(second), "--against", str(first), "--json").output)["softened"]
    assert softened and set(softened[0]) == {"from", "to", "why"}


@pytest.mark.parametrize(("content", "sentence"), [
    (b"", "is empty"), (b"  \n ", "is empty"), (b"\x00\x01binary", "is not plain text"),
    (b"caf\xe9 au lait", "is not saved as UTF-8"), (b"a " * 600_000, "longer than a million")])
def test_what_cannot_be_looked_at_gets_a_sentence_and_status_2(tmp_path, content, sentence):
    path = tmp_path / "note.txt"
    path.write_bytes(content)
    done = run(str(path), "--json")
    assert done.exit_code == 2 and sentence in done.stderr and "Traceback" not in done.output


@pytest.mark.parametrize("name", ["nowhere.txt", "."])
def test_a_missing_file_and_a_folder_get_a_sentence_and_status_2(tmp_path, name):
    assert run(str(tmp_path / name)).exit_code == 2
    assert run("-", "--against", str(tmp_path / name), given="text").exit_code == 2


def test_a_person_reads_five_at_first_and_all_on_request():
    text = ("She is manipulative, lazy, uncooperative, attention-seeking, in denial, a frequent flyer and "
            "non-compliant. She refused again.")
    assert len(review(text)) > 5
    assert "Add --all to see them" in run(given=text).output
    assert "Add --all" not in run("--all", given=text).output


def test_a_reason_that_holds_for_two_words_is_given_once():
    said = run(given="She refused lunch. She refused tea.").output
    reason = review("She refused lunch.")[0].why
    assert said.count(reason) == 1 and "As with “refused”." in said


def test_no_copy_of_the_text_is_kept(own_store, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run(given="CANARY-9371 refused again")
    kept = [p for folder in (own_store, tmp_path) for p in folder.rglob("*") if p.is_file()]
    assert [p for p in kept if b"CANARY-9371" in p.read_bytes()] == []
