"""Puts packages into the environment: with uv, which is fast, or else with pip.

Both follow the settings of the machine (pip's own files and variables are handed on to uv). No address of a
package index is written here or anywhere in the repository. Every package but our own is checked by hash.
"""

import functools
import os
import re
import shutil
import sys
from pathlib import Path

from peer_start import faults, places, programs

# pip's settings and what uv calls the same.
PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
    "proxy": "ALL_PROXY",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "timeout": "UV_HTTP_TIMEOUT",
}
# The Python beneath, when this one is itself that of an environment.
BASE = getattr(sys, "_base_executable", None) or sys.executable
# Settings under which "into this environment, our own package without a hash" would be refused.
IN_THE_WAY = ("PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_HASHES", "UV_REQUIRE_HASHES")


def settings_for_uv(listed, environ):
    """pip's settings (the text of `pip config list`) as variables for uv; what the user set for uv stays."""
    found = {}
    for line in listed.splitlines():
        match = re.fullmatch(r"(global|install|:env:)\.([\w-]+)=(['\"])(.*)\3", line.strip())
        if match and match[2] in PIP_TO_UV:
            found[match[1], match[2]] = match[4].replace("\\n", " ").strip()
    variables = {}
    for place in ("global", "install", ":env:"):  # as pip does it: the later one counts
        for key, name in PIP_TO_UV.items():
            if found.get((place, key)) and not environ.get(name):
                comma = key == "find-links"
                variables[name] = re.sub(r"\s+", ",", found[place, key]) if comma else found[place, key]
    if variables.keys() & {"UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"}:
        # pip looks everywhere and takes what fits; so must uv. The hashes keep a stranger's package out.
        variables.setdefault("UV_INDEX_STRATEGY", environ.get("UV_INDEX_STRATEGY") or "unsafe-best-match")
    return variables


def surroundings(wheels, environ=os.environ):
    """Variables for the installers: the machine's, or with a folder of wheels none that need a network."""
    env = {name: value for name, value in environ.items() if name not in IN_THE_WAY}
    env.pop("PYTHONHOME", None)
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    if wheels:
        for name in ("PIP_FIND_LINKS", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "UV_FIND_LINKS", "UV_INDEX"):
            env.pop(name, None)
        env.update(PIP_CONFIG_FILE=os.devnull, UV_NO_CONFIG="1", UV_OFFLINE="1")
    return env


class Installer:
    """Installs into one environment; uv when it can be had, pip otherwise."""

    def __init__(self, environment, wheels=None, say=print):
        self.python = places.python_in(environment)
        self.environment = Path(environment)
        self.wheels = wheels
        self.say = say
        self.env = surroundings(wheels)
        self.source = ["--no-index", "--find-links", str(wheels)] if wheels else []

    def install(self, lock):
        """Installs every package of a lock, each checked by its hash; raises CannotGoOn with a sentence."""
        self._try_both(self._checked(lock), lock)

    def install_course(self, root):
        """Installs the course's own package in place: an edited file counts at once; needs no network."""
        self._try_both(["--no-deps", "--no-build-isolation", "--no-index", "-e", str(root)], None)

    def _checked(self, lock):
        return ["--require-hashes", "--no-deps", "--only-binary", ":all:", *self.source, "-r", str(lock)]

    def _try_both(self, arguments, lock):
        uv = self._uv(lock)
        if uv:
            argv = [uv, "pip", "install", "--python", self.python, *arguments]
            code, output = self._run(argv, {**self.env, **self._pip_settings})
            if code == 0:
                return
            if faults.recognise(output) in ("full", "read-only", "permission"):
                self._stop(output)
        self._pip_or_stop(arguments)

    def _pip_or_stop(self, arguments):
        code, output = self._run([*self._pip, "install", "--quiet", *arguments], self.env)
        if code:
            self._stop(output)

    @functools.cached_property
    def _pip(self):
        """Start of a pip command for this environment: its own, that of the Python beneath, or a new one."""
        own = [self.python, "-I", "-m", "pip"]
        for argv in (own, [BASE, "-I", "-m", "pip", "--python", self.python]):  # --python: since pip 22.3
            if self._run([*argv, "--version"], self.env)[0] == 0:
                return argv
        code, output = self._run([self.python, "-I", "-m", "ensurepip", "--default-pip"], self.env)
        if code:
            self._stop(output)
        return own

    def _run(self, argv, env):
        return programs.run_quietly(argv, env, self.say)

    def _uv(self, lock):
        """Path of a uv: the environment's own, the user's, or one that pip brings now; None to use pip."""
        if self.env.get("PEER_COURSE_INSTALLER") == "pip":
            return None
        own = places.tool_in(self.environment, "uv")
        if own.exists():
            return own
        users = shutil.which("uv")
        if users or lock is None:
            return users
        only_uv = self.environment / "uv.lock.txt"
        only_uv.write_text(entry(lock.read_text("utf-8"), "uv"), "utf-8")
        self._pip_or_stop(self._checked(only_uv))
        return own if own.exists() else None

    @functools.cached_property
    def _pip_settings(self):
        if self.wheels:
            return {}
        code, listed = self._run([BASE, "-I", "-m", "pip", "config", "list"], self.env)
        return settings_for_uv(listed, self.env) if code == 0 else {}

    def _stop(self, output):
        name = faults.recognise(output)
        if name:
            raise faults.CannotGoOn(faults.sentence(name, self.environment.parent, self.wheels, output))
        last = "\n".join("    " + line for line in output.strip().splitlines()[-8:])
        raise faults.CannotGoOn("The packages could not be installed. The installer's last words:\n" + last)


def entry(lock, package):
    """The lines of one package in a lock, its hashes with it."""
    found = re.search(rf"^{re.escape(package)}==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    return found.group(0) if found else ""

