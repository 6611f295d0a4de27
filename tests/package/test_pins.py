"""The lists of versions say the same thing. Of this computer only what packages say of each other is looked at."""

import contextlib
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-hub.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
COURSE = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["install"]
TESTS = PROJECT["dependency-groups"]["test"]
HUB = PROJECT["dependency-groups"]["hub"]


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """Every package of a lock, with its hashes."""
    lines = [line for line in (ROOT / lock).read_text("utf-8").splitlines() if not line.startswith("#")]
    found = []
    for part in "\n".join(lines).replace("\\\n", " ").splitlines():
        if part.strip():
            requirement, *hashes = part.split(" --hash=")
            found.append((Requirement(requirement.strip()), [word.strip() for word in hashes]))
    return found


def versions(lock: str) -> dict[str, set[str]]:
    """Name of each package and the versions it has (several where it depends on the Python)."""
    found: dict[str, set[str]] = {}
    for requirement, _ in entries(lock):
        (pin,) = requirement.specifier
        assert pin.operator == "==", f"{requirement} is not one exact version"
        found.setdefault(canonicalize_name(requirement.name), set()).add(pin.version)
    return found


@pytest.mark.parametrize(("lock", "ranges"), [(LOCKS[0], COURSE), (LOCKS[1], TESTS), (LOCKS[2], HUB)])
def test_every_package_the_project_names_is_in_its_lock_and_within_its_range(lock, ranges):
    locked = versions(lock)
    for wanted in map(Requirement, ranges):
        for version in locked[canonicalize_name(wanted.name)]:
            assert version in wanted.specifier, f"{lock} has {wanted.name} {version}, wanted is {wanted}"


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_a_package_in_both_locks_has_the_same_versions_for_the_same_pythons(lock):
    course = {(str(r.name), str(r.specifier)) for r, _ in entries(LOCKS[0])}
    names = {name for name, _ in course}
    for requirement, _ in entries(lock):
        if requirement.name in names:
            assert (requirement.name, str(requirement.specifier)) in course


@pytest.mark.parametrize("lock", LOCKS)
def test_extras_that_packages_ask_of_each_other_are_named_for_pip_refuses_a_lock_without_them(lock):
    named: dict[str, set[str]] = {}
    for requirement, _ in entries(lock):
        named.setdefault(canonicalize_name(requirement.name), set()).update(requirement.extras)
    asked = 0
    for name in named:
        with contextlib.suppress(metadata.PackageNotFoundError):
            for wanted in map(Requirement, metadata.requires(name) or ()):
                other = canonicalize_name(wanted.name)
                if wanted.extras and other in named and (not wanted.marker or wanted.marker.evaluate({"extra": ""})):
                    asked += 1
                    assert wanted.extras <= named[other], f"{name} asks for {wanted}"
    assert asked


def test_the_hub_is_tried_with_the_versions_it_is_served_with():
    tried, served = versions(LOCKS[1]), versions(LOCKS[2])
    for name in ("jupyterhub", "jupyterhub-idle-culler"):
        assert tried[name] == served[name]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_has_hashes(lock):
    assert len(entries(lock)) > 20
    for requirement, hashes in entries(lock):
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", word) for word in hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_the_same_hashes_stand_beside_a_package_in_both_locks(lock):
    first = {str(r.name) + str(r.specifier): set(hashes) for r, hashes in entries(LOCKS[0])}
    for requirement, hashes in entries(lock):
        known = first.get(str(requirement.name) + str(requirement.specifier))
        assert known is None or known == set(hashes)


@pytest.mark.parametrize("name", [*LOCKS, "environment.yml", "pyproject.toml", "start.py", ".ci/run"])
def test_no_address_and_no_folder_of_a_computer_is_written_down(name):
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"https?://|file:|--(extra-)?index-url|--find-links|--trusted-host", text)
    assert not re.search(r"/(home|root|tmp|work|Users)/", text)


def test_nothing_in_what_sets_the_course_up_names_an_address():
    for file in (ROOT / "utils" / "peer_start").glob("*.py"):
        assert not re.search(r"https?://", file.read_text("utf-8")), file.name


def test_conda_users_get_every_package_from_the_lock_and_none_from_elsewhere():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    *from_conda, with_pip = environment["dependencies"]
    assert with_pip == {"pip": ["-r requirements.lock"]}
    assert {re.split(r"[<>=]", line)[0] for line in from_conda} == {"python", "pip"}


def test_conda_users_get_a_python_that_the_project_allows():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    oldest = re.search(r"python>=([\d.]+)", str(environment["dependencies"])).group(1)
    assert PROJECT["project"]["requires-python"] == f">={oldest}"


def test_start_refuses_exactly_the_pythons_that_the_project_refuses():
    oldest = re.search(r"^OLDEST = \((\d+), (\d+)\)", (ROOT / "start.py").read_text("utf-8"), re.MULTILINE)
    assert PROJECT["project"]["requires-python"] == ">=" + ".".join(oldest.groups())


def test_the_maintainers_page_has_the_commands_that_made_the_locks():
    page = (ROOT / "docs" / "maintaining.md").read_text("utf-8")
    for lock in LOCKS:
        assert f"-o {lock}" in page
        assert "see docs/maintaining.md" in (ROOT / lock).read_text("utf-8").splitlines()[1]
