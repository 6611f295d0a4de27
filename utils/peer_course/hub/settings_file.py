"""The administrator's short settings file: read, checked key by key, and turned into plain data.

A fault becomes a sentence: which file, which key, what to do. What must not live here: JupyterHub, and whether
the machine is as the file says (that is `accounts`).
"""

from __future__ import annotations

import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"[a-z_][a-z0-9_.-]{0,31}\Z")
DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\Z")
MEMORY = re.compile(r"([1-9]\d*)([MG])\Z")
LEAST_MEMORY = 256  # megabytes; with less a learner's server does not start
LAST_OF_ROOT = 1023  # Linux gives lower ports to root alone
SPAWNERS = ("accounts", "docker")

# Every key of the file, with what it is when it is left out; None: it has to be there.
KEYS: dict[str, dict[str, object]] = {
    "course": {"folder": None, "exchange": None, "data": None},
    "people": {"tutors": None, "learners": None, "administrators": []},
    "sign-in": {"authenticator": "pam"},
    "address": {"domain": None, "port": 443, "subdomains": True, "certificate": "", "key": ""},
    "limits": {"memory_per_learner": "400M", "idle_server_minutes": 120, "idle_kernel_minutes": 60},
    "spawner": {"kind": "accounts", "image": ""},
}


class NotReady(Exception):
    """The hub cannot start like this; the message says what is amiss and what to do, one sentence a line."""


@dataclass(frozen=True)
class Settings:
    """What a hub is told: places, people, how to sign in, the address, and limits.

    `memory` is in bytes per process of a learner. `port` 0 never occurs.
    """

    course: Path
    exchange: Path
    data: Path
    tutors: tuple[str, ...]
    learners: tuple[str, ...]
    administrators: tuple[str, ...]
    authenticator: str
    domain: str
    port: int
    subdomains: bool
    certificate: str
    key: str
    memory: int
    idle_server_minutes: int
    idle_kernel_minutes: int
    spawner: str
    image: str

    @property
    def hub(self) -> Path:
        """The hub's own folder: database, secrets, log. Nobody else may enter it."""
        return self.data / "hub"

    @property
    def tutors_folder(self) -> Path:
        """Where tutors work together: tasks, what was handed in, gradebook."""
        return self.data / "tutors"

    @property
    def content(self) -> Path:
        """The words that tutors may change and everybody reads."""
        return self.data / "content"

    @property
    def passwords(self) -> Path:
        """The hub's own list of passwords, for `authenticator = "native-password-file"`."""
        return self.hub / "passwords.json"


def read(file: Path | str) -> Settings:
    """Return what a settings file says. Raises NotReady with a line for each thing to mend."""
    file = Path(file)
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotReady(f"There is no settings file {file}. An example to copy is "
                       "deploy/jupyterhub/hub.example.toml.") from None
    except (OSError, UnicodeDecodeError) as e:
        raise NotReady(f"{file} could not be read: {e}.") from e
    except tomllib.TOMLDecodeError as e:
        raise NotReady(f"{file}: this is not yet TOML ({e}). Texts stand in straight quotes, "
                       "lists in square brackets.") from e
    found, problems = _filled(given)
    problems += [problem for check in CHECKS for problem in check(found)]
    if problems:
        raise NotReady("\n".join(f"{file}: {problem}" for problem in dict.fromkeys(problems)))
    return _settings(found)


def megabytes(text: str) -> int:
    """Return a size such as 400M or 2G in megabytes; ValueError for anything else."""
    fits = MEMORY.match(text)
    if not fits:
        raise ValueError(text)
    return int(fits[1]) * (1024 if fits[2] == "G" else 1)


def _filled(given: dict) -> tuple[dict[str, dict], list[str]]:
    """The file with what was left out, and what is not as it should be; values of a wrong kind become defaults."""
    problems = []
    for part, keys in given.items():
        if part not in KEYS or not isinstance(keys, dict):
            problems.append(f"[{part}] is not known.{_near(part, KEYS)} Please take it out.")
            continue
        problems += [f"[{part}] {key} is not known.{_near(key, KEYS[part])} Please take it out."
                     for key in keys if key not in KEYS[part]]
    found: dict[str, dict] = {}
    for part, keys in KEYS.items():
        there = given.get(part) if isinstance(given.get(part), dict) else {}
        found[part] = {}
        for key, default in keys.items():
            value = there.get(key, default)
            kind = type(default) if default is not None else (list if part == "people" else str)
            if type(value) is kind and (kind is not list or all(isinstance(one, str) for one in value)):
                found[part][key] = value
                continue
            problems.append(f"[{part}] {key} {'is missing' if value is None else 'is not as it should be'}. "
                            f"It is {KIND[kind]}.")
            found[part][key] = default if default is not None else kind()
    return found, problems


KIND = {str: 'a text in quotes, such as "…"', list: 'a list of names, such as ["ada", "grace"]',
        int: "a whole number, without quotes", bool: "true or false, without quotes"}


def _near(name: str, names) -> str:
    near = difflib.get_close_matches(name, list(names), 1)
    return f" Did you mean {near[0]}?" if near else ""


def _places(found: dict) -> list[str]:
    problems = [f"[course] {key} = {value!r} does not begin with /. Please write the whole path."
                for key, value in found["course"].items() if value and not Path(value).is_absolute()]
    folders = {key: Path(value) for key, value in found["course"].items() if value}
    for key, folder in folders.items():
        for other, above in folders.items():
            if key != other and (folder == above or above in folder.parents):
                problems.append(f"[course] {key} ({folder}) lies in {other} ({above}). Please give each its own "
                                "folder, side by side: they are open to different people.")
    return problems


def _people(found: dict) -> list[str]:
    people, problems = found["people"], []
    for key in ("tutors", "learners"):
        if not people[key]:
            problems.append(f"[people] {key} is empty. Please enter at least one name.")
    everybody = [*people["tutors"], *people["learners"]]
    for name in [*everybody, *people["administrators"]]:
        if not NAME.match(name):
            problems.append(f"[people] {name!r} cannot be a name on the hub. Please use small letters, digits, "
                            "- . and _ only, beginning with a letter, at most 32 signs.")
    problems += [f"[people] {name!r} is there twice. One person has one name, and is tutor or learner."
                 for name in dict.fromkeys(everybody) if everybody.count(name) > 1]
    return problems


def _address(found: dict) -> list[str]:
    address, problems = found["address"], []
    if address["domain"] and not DOMAIN.match(address["domain"]):
        problems.append(f"[address] domain = {address['domain']!r} is not a domain. Please write only the name, in "
                        'small letters, such as "course.example.org", without https:// and without a port.')
    if not 0 < address["port"] < 65536:
        problems.append("[address] port has to be between 1 and 65535.")
    if not address["certificate"] and address["port"] > LAST_OF_ROOT:
        problems.append(f"[address] port = {address['port']}: behind a web server it has to be {LAST_OF_ROOT} or less, "
                        "such as 880. A higher one could be taken by anybody with an account here while the hub is "
                        "stopped, and people's passwords would go there.")
    if bool(address["certificate"]) != bool(address["key"]):
        problems.append("[address] certificate and key belong together. Please give both, or neither when a web server "
                        "before the hub does the encrypting.")
    problems += [f"[address] {key}: there is no file {address[key]}." for key in ("certificate", "key")
                 if address[key] and not Path(address[key]).is_file()]
    return problems


def _limits(found: dict) -> list[str]:
    limits, problems = found["limits"], []
    try:
        if megabytes(limits["memory_per_learner"]) < LEAST_MEMORY:
            problems.append(f"[limits] memory_per_learner is less than {LEAST_MEMORY}M; "
                            "a learner's server would not start.")
    except ValueError:
        problems.append('[limits] memory_per_learner is a number with M or G, such as "400M".')
    problems += [f"[limits] {key} has to be at least 5: people pause to think." for key in
                 ("idle_server_minutes", "idle_kernel_minutes") if limits[key] < 5]
    return problems


def _ways(found: dict) -> list[str]:
    problems = []
    known = found["sign-in"]["authenticator"]
    if known not in ("pam", "native-password-file") and "." not in known:
        problems.append(f'[sign-in] authenticator = {known!r} is not known. It is "pam", "native-password-file", or '
                        'the whole path of an authenticator class, such as "ltiauthenticator.LTI13Authenticator".')
    if found["spawner"]["kind"] not in SPAWNERS:
        problems.append(f'[spawner] kind is "accounts" (each person has a system account of their own) or "docker". '
                        f"{found['spawner']['kind']!r} is neither.")
    if found["spawner"]["kind"] == "docker" and not found["spawner"]["image"]:
        problems.append("[spawner] image is missing. With docker it names the image that people's servers are made of.")
    return problems


CHECKS = (_places, _people, _address, _limits, _ways)


def _settings(found: dict) -> Settings:
    course, people, address, limits = found["course"], found["people"], found["address"], found["limits"]
    return Settings(
        course=Path(course["folder"]), exchange=Path(course["exchange"]), data=Path(course["data"]),
        tutors=tuple(people["tutors"]), learners=tuple(people["learners"]),
        administrators=tuple(people["administrators"]), authenticator=found["sign-in"]["authenticator"],
        **address, memory=megabytes(limits["memory_per_learner"]) * 1024**2,
        idle_server_minutes=limits["idle_server_minutes"], idle_kernel_minutes=limits["idle_kernel_minutes"],
        spawner=found["spawner"]["kind"], image=found["spawner"]["image"])
