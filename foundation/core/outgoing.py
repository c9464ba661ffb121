"""Posting to addresses that others named: only by https, only to the open internet, nothing followed, nothing read.

A name is resolved once and the connection goes to the very address that was looked at, so that it cannot lead elsewhere
a moment later. The setting OUTGOING_PRIVATE_ADDRESSES lets addresses of the own network and plain http through, for a
partner inside the house and for tests.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

TIMEOUT = 10.0  # seconds for each step
DEADLINE = 20.0  # and for the whole, however slowly the other side speaks
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class BadAddress(Exception):
    """The address is none that we send to."""


class Unreachable(Exception):
    """The other side did not answer."""


def check_address(url: str) -> SplitResult:
    """The parts of an address that may be posted to, by its looks. Raises BadAddress."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(url) from error
    schemes = ("https", "http") if settings.OUTGOING_PRIVATE_ADDRESSES else ("https",)
    plain = not (parts.username or parts.password or parts.fragment)
    if parts.scheme not in schemes or not parts.hostname or not plain or port == 0 or not url.isascii():
        raise BadAddress(url)
    if any(character.isspace() or ord(character) < 32 for character in url):
        raise BadAddress(url)
    return parts


def is_open(address: str) -> bool:
    """Whether an IP address belongs to the open internet, also where it hides in another."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return is_open(str(ip.ipv4_mapped))
        if ip.sixtofour or ip.teredo or ip in _TRANSLATED:
            return False
    return ip.is_global and not ip.is_multicast


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Post the body; the status code of the answer, whose body is not read and whose redirections are not followed.

    Raises BadAddress, Unreachable.
    """
    parts = check_address(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = str(parts.hostname)
    connection = _Pinned(host, port, ip=_resolved(host, port), is_secret=parts.scheme == "https")
    end = Timer(DEADLINE, connection.break_off)
    end.daemon = True
    end.start()
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=dict(headers))
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(str(error)) from error
    finally:
        end.cancel()
        connection.close()


def _resolved(host: str, port: int) -> str:
    """The address of a name. All that it has must be open: which one answers is not ours to choose."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(host) from error
    addresses = [str(entry[4][0]) for entry in found]
    if not settings.OUTGOING_PRIVATE_ADDRESSES and not all(is_open(address) for address in addresses):
        raise BadAddress(host)
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to one IP address under a name; with TLS the certificate must bear the name."""

    def __init__(self, host: str, port: int, *, ip: str, is_secret: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._ip, self._is_secret = ip, is_secret
        self.default_port = 443 if is_secret else 80

    def connect(self) -> None:
        """To the address that was looked at."""
        self.sock: Any = socket.create_connection((self._ip, self.port), timeout=TIMEOUT)
        if self._is_secret:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def break_off(self) -> None:
        """End it while another thread waits on it."""
        with suppress(OSError):  # over already
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)
