"""Designing studies and naming segments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from customers.conditions import read_conditions
from foundation.accounts.models import User
from foundation.core.errors import IllegalMove, Incomplete, NotAllowed
from foundation.core.models import locked
from foundation.core.numbers import claim_key, claimed_result
from segmentation import rules
from segmentation.lifecycle import EDITABLE, MOVES
from segmentation.models import Segment, Study
from segmentation.selectors import features_on_offer

DESIGN = (
    "name", "purpose", "relations", "parties", "kinds", "facts", "features", "transformation", "k_min", "k_max", "seed",
    "criterion", "smallest_percent", "least_stability", "resamples",
)  # fmt: skip
ONCE = "segmentation.create_study"


@transaction.atomic
def create_study(*, values: Mapping[str, Any], by: User, now: datetime, once: str = "") -> Study:
    """Record a design. `values` holds fields of DESIGN; `once` is the key of the form, sent twice gives the first.

    Raises NotAllowed, and Incomplete with a message per field.
    """
    demand_designer(by)
    claim = claim_key(ONCE, once) if once else None
    if once and claim is None:
        return Study.objects.get(public_id=claimed_result(ONCE, once))
    study = Study(designed_by=by, created_at=now)
    _fill(study, values)
    study.save()
    if claim:
        claim.result = study.public_id
        claim.save(update_fields=["result"])
    return study


@transaction.atomic
def change_study(*, study_id: int, shown_version: int, values: Mapping[str, Any], by: User, now: datetime) -> Study:
    """Change a design that has not been calculated.

    Raises NotAllowed, StaleVersion, IllegalMove once it was calculated, and Incomplete with a message per field.
    """
    demand_designer(by)
    study = locked(Study.objects.all(), pk=study_id, shown_version=shown_version)
    if study.state not in EDITABLE:
        raise IllegalMove(_("The design can be changed only while the study is a draft."))
    _fill(study, values)
    study.save()
    return study


@transaction.atomic
def revise_study(*, study_id: int, by: User, now: datetime) -> Study:
    """Take an evaluated study back to its design; its runs stay on record. Raises NotAllowed, IllegalMove."""
    demand_designer(by)
    study = locked(Study.objects.all(), pk=study_id)
    study.state = MOVES["revise"].from_(study.state)
    study.save()
    return study


@transaction.atomic
def copy_study(*, study_id: int, by: User, now: datetime) -> Study:
    """A new draft with the design of another study, for the next year's look. Raises NotAllowed."""
    demand_designer(by)
    study = Study.objects.get(pk=study_id)
    values = {field: getattr(study, field) for field in DESIGN}
    values["name"] = _("%(name)s (copy)") % {"name": study.name[:140]}
    copy = Study(designed_by=by, created_at=now, **values)
    copy.save()
    return copy


@transaction.atomic
def rename_segment(
    *, segment_id: int, shown_version: int, name_th: str, name_en: str, by: User, now: datetime
) -> Segment:
    """Give a segment a name that people use; empty names let it name itself. Raises NotAllowed, StaleVersion."""
    demand_designer(by)
    segment = locked(Segment.objects.all(), pk=segment_id, shown_version=shown_version)
    segment.name_th, segment.name_en = name_th, name_en
    segment.save()
    return segment


def demand_designer(by: User) -> None:
    """Raises NotAllowed unless the person may design and run studies."""
    if not rules.can_design(by):
        raise NotAllowed(_("Your roles do not include designing segmentation studies."))


def _fill(study: Study, values: Mapping[str, Any]) -> None:
    missing: dict[str, str] = {}
    for field in set(values) & set(DESIGN):
        setattr(study, field, values[field])
    try:
        study.facts = read_conditions(study.facts)
    except Incomplete as refusal:
        missing |= refusal.missing
        study.facts = {}
    try:
        study.clean_fields(exclude={field.name for field in Study._meta.fields} - set(DESIGN))
    except ValidationError as error:
        missing |= {field: " ".join(messages) for field, messages in error.message_dict.items()}
    missing |= _wrong_design(study) if not missing else {}
    if missing:
        raise Incomplete(_("The design is not complete."), missing=missing)


def _wrong_design(study: Study) -> dict[str, str]:
    if study.k_min > study.k_max:
        return {"k_max": _("The most segments can't be fewer than the fewest.")}
    unknown = set(study.features) - {words.key for words in features_on_offer()}
    if unknown:
        return {"features": _("No such figure: %(names)s") % {"names": ", ".join(sorted(unknown))}}
    if not study.features:
        return {"features": _("Choose at least one figure.")}
    return {}
