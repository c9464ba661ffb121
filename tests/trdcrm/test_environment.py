"""A value of the environment that does not fit is refused in words, and every value is documented."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from trdcrm.settings.environment import LEVELS, Environment

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)\"""")


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Set variables with `given.setenv(…)`."""
    return monkeypatch


def test_a_number_that_is_none_is_named(given: pytest.MonkeyPatch) -> None:
    given.setenv("ATTACHMENT_MAX_COUNT", "many")
    with pytest.raises(ImproperlyConfigured, match=r"ATTACHMENT_MAX_COUNT does not fit: .*'many'.*operations\.md"):
        Environment().int("ATTACHMENT_MAX_COUNT", default=10)


def test_an_unknown_word_is_refused_with_the_known_ones(given: pytest.MonkeyPatch) -> None:
    given.setenv("LOG_LEVEL", "LOUD")
    with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL=LOUD is none of DEBUG, INFO, WARNING, ERROR"):
        Environment().choice("LOG_LEVEL", default="INFO", options=LEVELS)


@pytest.mark.parametrize("url", ["sqlite:///crm.db", "mysql://crm@localhost/crm"])
def test_another_database_is_refused(given: pytest.MonkeyPatch, url: str) -> None:
    given.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL names no PostgreSQL"):
        Environment().postgres("DATABASE_URL", default="")


def test_a_secret_comes_from_a_file_and_a_missing_file_is_named(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    given.setenv("SECRET_KEY_FILE", str(tmp_path / "secret"))
    assert Environment().str("SECRET_KEY") == "from the file"
    given.setenv("SECRET_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY_FILE cannot be read: No such file"):
        Environment().str("SECRET_KEY")


def test_every_value_that_is_read_stands_in_the_table() -> None:
    sources = (ROOT / "trdcrm" / "settings").glob("*.py")
    names = {name for source in sources for name in READ.findall(source.read_text())}
    table = {
        name
        for line in (ROOT / "docs/operations.md").read_text().splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", line)
    }
    assert len(names) > 30
    assert sorted(names - table - {"TEST_TEMPLATE"}) == []
