"""English sentences of evidence say one of a thing as one."""

import pytest
from django.utils.translation import override

from foundation.core.evidence import all_rules
from tests.reporting.test_evidence_table import PROOFS

pytestmark = pytest.mark.django_db
CASES = [
    ("relationships.programmes_evaluated", "green", "1 programme runs with baseline and target"),
    (
        "strategy.linked_to_master_plans",
        "amber",
        "1 item of master plans is served by nothing, and 1 goal",
    ),
    ("voc.insights_decided", "green", "1 insight decided within a year, nothing overdue."),
    ("voc.insights_decided", "amber", "Overdue: 0 decisions and 1 follow-up."),
    ("segmentation.profiles_told", "green", "The 1 target segment has a profile for outside"),
    ("segmentation.profiles_told", "amber", "1 target segment has no profile for outside"),
]


@pytest.mark.parametrize(("key", "colour", "said"), CASES)
def test_one_is_said_as_one(key: str, colour: str, said: str) -> None:
    [rule] = [rule for rule in all_rules() if rule.key == key]
    moment = PROOFS[key][colour]()
    with override("en"):
        assert str(rule.find(moment).sentence).startswith(said)
