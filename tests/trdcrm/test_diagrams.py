"""The diagrams in the docs show the tables of moves."""

from pathlib import Path

import pytest

from complaints.lifecycle import MOVES as COMPLAINTS
from foundation.core.lifecycle import Lifecycle, mermaid
from foundation.privacy.lifecycle import MOVES as DATA_REQUESTS
from service_charter.request_lifecycle import MOVES as SERVICE_REQUESTS

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHOWN = {"complaints.md": COMPLAINTS, "service-requests.md": SERVICE_REQUESTS, "privacy.md": DATA_REQUESTS}


@pytest.mark.parametrize(("page", "moves"), SHOWN.items(), ids=SHOWN)
def test_a_page_shows_the_diagram_of_its_table(page: str, moves: Lifecycle) -> None:
    assert f"```mermaid\n{mermaid(moves)}\n```" in (DOCS / page).read_text(encoding="utf-8")
