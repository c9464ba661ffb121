"""Every rule of evidence made true and made false: one maker a colour, kept beside the tests of its room.

`tests/<room>/proofs.py` holds `PROOFS`; `tests/reporting/test_evidence_table.py` joins them, runs every maker against
its rule, and fails when a rule is registered without makers for each colour that its words promise.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from foundation.core.evidence import Evidence, all_rules

# Makes records the way people make them, and says at which moment the rule is asked.
Maker = Callable[[], datetime]
# Rule -> colour -> maker.
Proofs = Mapping[str, Mapping[str, Maker]]


def rule_of(key: str) -> Evidence:
    """The rule of that key."""
    return next(rule for rule in all_rules() if rule.key == key)


def at(moment: datetime) -> Maker:
    """Nothing is made: the rule is asked of an empty site."""
    return lambda: moment
