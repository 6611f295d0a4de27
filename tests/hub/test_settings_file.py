"""The administrator's file: what it may say, and the sentence for each thing that it may not."""

from pathlib import Path

import pytest
from peer_course.hub import config
from peer_course.hub.settings_file import NotReady, read

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "jupyterhub" / "hub.example.toml"


@pytest.fixture
def changed(tmp_path):
    """The example with some lines changed, read."""
    def made(*changes: tuple[str, str]):
        text = EXAMPLE.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        file = tmp_path / "hub.toml"
        file.write_text(text, "utf-8")
        return read(file)
    return made


def refused(made, *changes) -> str:
    with pytest.raises(NotReady) as said:
        made(*changes)
    assert all(line.count("hub.toml: ") == 1 for line in str(said.value).splitlines())
    return str(said.value)


def test_the_example_can_be_read_as_it_is():
    settings = read(EXAMPLE)
    assert settings.tutors == ("tutor-one",)
    assert settings.memory == 400 * 1024**2
    assert settings.subdomains
    assert settings.content == Path("/srv/peer-course/data/content")


def test_what_is_left_out_takes_the_careful_value(tmp_path):
    file = tmp_path / "hub.toml"
    file.write_text('[course]\nfolder = "/a"\nexchange = "/b"\ndata = "/c"\n[people]\ntutors = ["t"]\nlearners = ["l"]\n'
                    '[address]\ndomain = "hub.org"\n', "utf-8")
    settings = read(file)
    assert (settings.authenticator, settings.spawner, settings.subdomains) == ("pam", "accounts", True)
    assert settings.administrators == ()


@pytest.mark.parametrize(("old", "new", "said"), [
    ('tutors = ["tutor-one"]', "tutors = []", "[people] tutors is empty"),
    ('tutors = ["tutor-one"]', 'tutors = "tutor-one"', "[people] tutors is not as it should be"),
    ('tutors = ["tutor-one"]', 'tutors = ["learner-one"]', "'learner-one' is there twice"),
    ('tutors = ["tutor-one"]', 'tutors = ["Ada L."]', "small letters"),
    ('tutors = ["tutor-one"]', 'tutors = ["a+b"]', "cannot be a name"),
    ('tutors = ["tutor-one"]', 'tutor = ["tutor-one"]', "Did you mean tutors?"),
    ('folder = "/srv/peer-course/course"', 'folder = "course"', "whole path"),
    ('folder = "/srv/peer-course/course"', "", "[course] folder is missing"),
    ('exchange = "/srv/peer-course/exchange"', 'exchange = "/srv/peer-course/data/exchange"', "side by side"),
    ('domain = "course.example.org"', 'domain = "https://course.example.org"', "without https://"),
    ("port = 443", 'port = "443"', "whole number"),
    ("port = 443", "port = 70000", "between 1 and 65535"),
    ("port = 443", "port = 8000", "such as 880"),
    ("subdomains = true", "subdomains = 1", "true or false"),
    ('certificate = ""', 'certificate = "/nowhere.pem"', "belong together"),
    ('memory_per_learner = "400M"', 'memory_per_learner = "400"', '"400M"'),
    ('memory_per_learner = "400M"', 'memory_per_learner = "40M"', "would not start"),
    ("idle_server_minutes = 120", "idle_server_minutes = 0", "people pause to think"),
    ('authenticator = "pam"', 'authenticator = "dummy"', "is not known"),
    ('kind = "accounts"', 'kind = "shared"', "is neither"),
    ('kind = "accounts"', 'kind = "docker"', "image is missing"),
    ("[limits]", "[limit]", "Did you mean limits?"),
])
def test_each_fault_is_a_sentence_that_names_file_and_key(changed, old, new, said):
    assert said in refused(changed, (old, new))


def test_all_faults_are_said_at_once(changed):
    said = refused(changed, ("port = 443", "port = 0"), ('kind = "accounts"', 'kind = "x"'))
    assert len(said.splitlines()) == 2


def test_a_file_that_is_no_toml_or_not_there_is_said_plainly(tmp_path):
    broken = tmp_path / "hub.toml"
    broken.write_text("[people\ntutors = ‘ada’", "utf-8")
    with pytest.raises(NotReady, match="not yet TOML"):
        read(broken)
    with pytest.raises(NotReady, match="There is no settings file"):
        read(tmp_path / "none.toml")
    broken.write_bytes(b"\xff\xfe")
    with pytest.raises(NotReady, match="could not be read"):
        read(broken)


def test_nobody_is_given_the_right_to_open_another_persons_pages():
    from jupyterhub.scopes import scope_definitions

    given, waiting = set(), list(config.LOOKING_AFTER)
    while waiting:
        scope = waiting.pop()
        given.add(scope)
        waiting += [one for one in scope_definitions[scope].get("subscopes", []) if one not in given]
    assert "start:servers" in given
    assert not given & {"access:servers", "tokens", "admin:users", "users", "admin:auth_state"}
    # The scope that JupyterHub's own administrators have is the one that this test is about.
    assert "access:servers" in scope_definitions
