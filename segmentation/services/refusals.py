"""Why figures can't be grouped, said kindly."""

from django.utils.translation import gettext as _

from segmentation import words
from segmentation.pipeline.inputs import BadInput
from segmentation.selectors import features_on_offer


def in_words(error: BadInput) -> str:
    """The reason and the way out, in the reader's language."""
    return _MESSAGES[error.code]() % _facts(error)


def _facts(error: BadInput) -> dict[str, object]:
    facts = dict(error.facts)
    if "column" in facts:
        labels = {word.key: word.label[words.reader()] for word in features_on_offer()}
        facts["column"] = labels.get(str(facts["column"]), facts["column"])
    if isinstance(value := facts.get("value"), float):
        facts["value"] = words.figure(value)
    return facts


_MESSAGES = {
    "no_features": lambda: _("No figure is chosen. Choose at least one."),
    "empty_column": lambda: _("No customer has the figure “%(column)s”. Leave it out, or import it first."),
    "constant_column": lambda: _(
        "“%(column)s” is the same for every customer (%(value)s), so it can't tell them apart. Leave it out."
    ),
    "negative_column": lambda: _(
        "“%(column)s” has negative figures (down to %(value)s), which have no logarithm."
        " Choose another transformation, or leave it out."
    ),
    "too_few_rows": lambda: _(
        "Only %(rows)s of %(population)s customers have every figure; at least %(least)s are needed."
        " Widen the population, or leave out the figure that most customers lack."
    ),
    "too_many_segments": lambda: _(
        "%(rows)s customers can't be divided into %(asked)s segments; at most %(most)s are possible here."
    ),
}
