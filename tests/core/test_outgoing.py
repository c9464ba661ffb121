"""Posting to addresses that others named: never into the own network, however the address is written."""

import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from foundation.core import outgoing


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104  that it is refused is the test
        "224.0.0.1",
        "::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "ff02::1",
    ],
)
def test_the_own_network_is_not_open(address: str) -> None:
    assert not outgoing.is_open(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_the_internet_is_open(address: str) -> None:
    assert outgoing.is_open(address)


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_another_is_judged_as_itself(address: Any) -> None:
    assert outgoing.is_open(f"::ffff:{address}") == outgoing.is_open(str(address))


def test_one_private_address_of_a_name_is_enough_to_refuse(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.OUTGOING_PRIVATE_ADDRESSES = False
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_more: both)
    with pytest.raises(outgoing.BadAddress):
        outgoing.post("https://two-faced.example/", b"{}", {})


def test_a_name_without_an_address_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_asked: Any, **_more: Any) -> Any:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(outgoing.Unreachable):
        outgoing.post("https://nobody.example/", b"{}", {})


@given(st.text())
def test_whatever_is_typed_is_taken_or_refused(text: str) -> None:
    try:
        parts = outgoing.check_address(text)
    except outgoing.BadAddress:
        return
    assert parts.scheme == "https"
    assert parts.hostname
