"""Where things lie in the environment, on each system, and which port and which Python may be used.

Pure questions, with the system passed in so that a test can ask for any of them. Nothing is installed here.
"""

import errno
import os
import socket
from pathlib import Path

from peer_start.faults import CannotGoOn

FIRST_PORT = 8888
PORTS_TRIED = 100


def python_in(environment, system=os.name):
    """Path of the environment's own Python; `system` is os.name ("nt" on Windows, "posix" elsewhere)."""
    if system == "nt":
        return Path(environment, "Scripts", "python.exe")
    return Path(environment, "bin", "python")


def tool_in(environment, name, system=os.name):
    """Path of a program that was installed into the environment."""
    return python_in(environment, system).with_name(name + (".exe" if system == "nt" else ""))


def python_name(system=os.name):
    """What people type to start Python on this system."""
    return "py" if system == "nt" else "python3"


def taken_by(port, families=(socket.AF_INET, socket.AF_INET6)):
    """None when the port is free on this computer, else the OSError of the attempt to use it."""
    for family in families:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as attempt:
                if os.name == "nt":
                    attempt.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
                else:
                    # A server that has just ended leaves its port in waiting; Jupyter may use it.
                    attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                attempt.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", port))
        except OSError as fault:
            if fault.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT) and family == socket.AF_INET6:
                continue  # a computer without IPv6
            return fault
    return None


def choose_port(wanted=None, taken=taken_by):
    """The port to open the course on: the wanted one, or the next free one from 8888.

    Raises CannotGoOn when the wanted one is in use, not allowed or no port at all.
    """
    if wanted is None:
        for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
            if taken(port) is None:
                return port
        raise CannotGoOn(
            f"All ports from {FIRST_PORT} to {FIRST_PORT + PORTS_TRIED - 1} are in use on this computer.\n"
            "Please close other Jupyter windows, or name a port: python3 start.py --port 9500"
        )
    if not 1 <= wanted <= 65535:
        raise CannotGoOn(f"{wanted} is no port. Please name one between 1024 and 65535, such as 8899.")
    fault = taken(wanted)
    if fault is None:
        return wanted
    if fault.errno in (errno.EACCES, errno.EPERM):
        raise CannotGoOn(f"This account may not use port {wanted}. Please name one above 1024: --port 8899")
    raise CannotGoOn(
        f"Port {wanted} is in use by another program (perhaps the course is open already).\n"
        f"Please name another one, such as --port {min(wanted + 1, 65535)}, or leave --port out: "
        "then the next free one is taken."
    )
