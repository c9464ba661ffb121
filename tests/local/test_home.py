"""A home folder keeps what is its own, and says what is wrong with it."""

import json
import shutil
import stat
from collections import namedtuple
from pathlib import Path

import pytest

from trdcrm.local.database import database_of
from trdcrm.local.home import Home
from trdcrm.local.problem import Problem
from trdcrm.local.signs import draw_password, draw_totp_secret, totp_code
from trdcrm.local.supervise import Site

Usage = namedtuple("Usage", "total used free")


def test_a_secret_is_drawn_once_and_private(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = home.secret("secret-key")
    assert len(first) >= 50
    assert Home(tmp_path).secret("secret-key") == first
    assert home.secret("other") != first
    assert stat.S_IMODE((tmp_path / "keys" / "secret-key").stat().st_mode) == 0o600


def test_a_given_secret_is_kept_for_the_next_start(tmp_path: Path) -> None:
    home = Home(tmp_path)
    drawn = home.chosen("demo-password", None, draw_password)
    assert home.chosen("demo-password", None, draw_password) == drawn
    assert home.chosen("demo-password", "mine", draw_password) == "mine"
    assert home.chosen("demo-password", None, draw_password) == "mine"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Problem, match=r"file/home cannot be written.*\n.*TRDCRM_HOME"):
        Home(tmp_path / "file" / "home").prepare()


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(100, 100, 5 * 2**20))
    with pytest.raises(Problem, match=r"Only 5 MB are free.*\n.*TRDCRM_HOME"):
        Home(tmp_path).prepare()


def test_a_home_belongs_to_one_site_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with home.claimed("http://127.0.0.1:8000/"):
        assert json.loads((tmp_path / "site.lock").read_text())["address"] == "http://127.0.0.1:8000/"
        with (
            pytest.raises(Problem, match=r"already runs on .*: http://127.0.0.1:8000/ .*\n.*PORT=8001"),
            home.claimed("http://127.0.0.1:8001/"),
        ):
            pass
    with home.claimed("http://127.0.0.1:8002/"):
        pass


@pytest.mark.slow
def test_the_last_guest_stops_the_database(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with database_of(home) as first:
        with database_of(home) as second:
            assert first.pid() == second.pid()
        assert first.pid() is not None
    assert first.pid() is None


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Problem, match=rf"PORT={port} is no port number"):
        Site.from_environment({"PORT": port})


@pytest.mark.parametrize(
    ("moment", "code"),
    # RFC 6238, appendix B, SHA-1: the last six of the eight digits.
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_one_time_codes_are_those_of_the_standard(moment: int, code: str) -> None:
    assert totp_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", moment) == code


def test_drawn_secrets_are_of_use() -> None:
    assert totp_code(draw_totp_secret(), 0).isdecimal()
    assert len(set(draw_password().replace("-", ""))) > 5
