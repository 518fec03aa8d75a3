"""
No test opens a connection, and no command that a test starts does.

Python imports a module of this name at start when its folder is on ``PYTHONPATH``; ``tests/conftest.py`` loads it too.
An audit hook sees every attempt, also those of C code, and cannot be taken away again.
"""

import socket
import sys

ATTEMPTS: list[str] = []
"""What was tried, also when the code under test swallowed the refusal."""

LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
CONNECTIONS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


class ConnectionAttemptError(RuntimeError):
    """Deliberately no OSError: code that forgives a failing network must not forgive this."""


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise for an attempt to look up or reach an address of the internet; local sockets of the system may pass."""
    if event not in LOOK_UPS and event not in CONNECTIONS:
        return
    if event in CONNECTIONS and getattr(arguments[0], "family", None) not in {socket.AF_INET, socket.AF_INET6}:
        return
    attempt = f"{event}{arguments[1 if event in CONNECTIONS else 0 :]!r}"
    ATTEMPTS.append(attempt)
    raise ConnectionAttemptError(attempt)


sys.addaudithook(refuse)
