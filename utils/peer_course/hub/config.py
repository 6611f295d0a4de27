"""JupyterHub's configuration, written through its public settings alone.

`from_environment` is what deploy/jupyterhub/jupyterhub_config.py calls. What must not live here: reading the
administrator's file (`settings_file`), looking at the machine (`accounts`), a person's server (`spawning`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import accounts, passwords, proxy, spawning
from .settings_file import NotReady, Settings, read

DEFAULT_FILE = "/etc/peer-course/hub.toml"
# To see the list of people, to start and stop servers and to take somebody off the list: never to open a server.
LOOKING_AFTER = ["admin-ui", "list:users", "read:users", "read:hub", "admin:servers", "delete:users"]
SPAWNERS = {"accounts": spawning.OwnAccount, "docker": "dockerspawner.SystemUserSpawner"}


def from_environment(c) -> None:
    """Configure the trial or the cohort that the environment names; ends with sentences when that cannot be."""
    from . import trial

    folder = os.environ.get("PEER_COURSE_TRIAL")
    try:
        if folder:
            trial.configure(c, Path(folder))
        else:
            settings = read(os.environ.get("PEER_COURSE_HUB", DEFAULT_FILE))
            accounts.refuse_unless_apart(settings)
            apply(c, settings)
    except NotReady as e:
        sys.exit(f"The hub was not started.\n{e}")


def apply(c, settings: Settings) -> None:
    """Write the settings into JupyterHub's `c`. Raises NotReady when the proxy is missing."""
    _hub(c, settings)
    _address(c, settings)
    _people(c, settings)
    _servers(c, settings)
    _idle(c, settings)


def _hub(c, settings: Settings) -> None:
    c.JupyterHub.db_url = f"sqlite:///{settings.hub / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(settings.hub / "cookie_secret")
    c.JupyterHub.pid_file = str(settings.hub / "jupyterhub.pid")
    c.ConfigurableHTTPProxy.pid_file = str(settings.hub / "proxy.pid")
    c.ConfigurableHTTPProxy.command = proxy.command()
    # A restart of the hub leaves people's servers, and what they are doing, alone.
    c.JupyterHub.cleanup_servers = False
    # A group that begins together is let in together: whoever is beyond this number meets a page that sends them
    # away for a minute. Measured: two processors start thirty servers well within the time that one may take.
    c.JupyterHub.concurrent_spawn_limit = max(30, 15 * (os.cpu_count() or 1))
    # No role here lets anybody, an administrator included, into another person's pages. JupyterHub's own role of
    # that name would (access:servers) and cannot be narrowed, so nobody is given it.
    c.JupyterHub.load_roles = [{"name": "looks-after-servers", "users": list(settings.administrators),
                                "scopes": LOOKING_AFTER}]


def _address(c, settings: Settings) -> None:
    scheme = "https" if settings.certificate else "http"
    # Without a certificate of its own the hub talks only to the web server beside it, which encrypts.
    host = "" if settings.certificate else "127.0.0.1"
    c.JupyterHub.bind_url = f"{scheme}://{host}:{settings.port}"
    if settings.certificate:
        c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = settings.certificate, settings.key
    # Low ones, which root alone may take: whoever answered there while the hub is stopped would be asked by people's
    # servers who may enter, and be sent their tokens.
    c.JupyterHub.hub_port = 881
    c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:882"
    if settings.subdomains:
        # Each person's pages come from a name of their own, so that none can reach into another's in a browser.
        port = f":{settings.port}" if settings.certificate and settings.port != 443 else ""
        c.JupyterHub.subdomain_host = f"https://{settings.domain}{port}"
    c.JupyterHub.tornado_settings = {"headers": {"Referrer-Policy": "same-origin"}}


def _people(c, settings: Settings) -> None:
    c.Authenticator.allowed_users = {*settings.tutors, *settings.learners, *settings.administrators}
    # Who is taken out of the file is out at the next start.
    c.Authenticator.allow_existing_users = False
    c.Authenticator.admin_users = set()
    c.JupyterHub.load_groups = {
        spawning.TUTORS: {"users": list(settings.tutors)}, spawning.LEARNERS: {"users": list(settings.learners)}}
    if settings.authenticator == "native-password-file":
        c.JupyterHub.authenticator_class = passwords.PasswordFile
        c.PasswordFile.file = str(settings.passwords)
    else:
        c.JupyterHub.authenticator_class = settings.authenticator


def _servers(c, settings: Settings) -> None:
    c.JupyterHub.spawner_class = SPAWNERS[settings.spawner]
    c.Spawner.pre_spawn_hook = spawning.before_start(settings)
    c.Spawner.cmd = spawning.COMMAND
    c.Spawner.start_timeout = c.Spawner.http_timeout = 180
    c.LocalProcessSpawner.popen_kwargs = {"start_new_session": True}
    if settings.spawner == "docker":
        c.SystemUserSpawner.image = settings.image
        c.SystemUserSpawner.remove = True
        c.SystemUserSpawner.read_only_volumes = {str(settings.course): str(settings.course)}
        c.SystemUserSpawner.volumes = {str(place): str(place) for place in (settings.exchange, settings.content)}
        c.Spawner.cmd = ["python3", "-m", "peer_course.hub.seat"]
        # Containers reach the hub over Docker's own bridge.
        c.SystemUserSpawner.use_internal_ip = True
        c.JupyterHub.hub_ip = "172.17.0.1"


def _idle(c, settings: Settings) -> None:
    seconds = settings.idle_server_minutes * 60
    c.JupyterHub.load_roles.append({
        "name": "idle-culler", "services": ["idle-culler"],
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"]})
    c.JupyterHub.services = [{
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={seconds}",
                    f"--cull-every={min(300, max(30, seconds // 4))}"]}]
