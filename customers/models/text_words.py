"""A text as the list of its words, so that whole words are found by an index of words instead of trigrams."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import TextField, Transform


@TextField.register_lookup
class Words(Transform):
    """`search_text__words__overlap=["…"]`: the words between blanks."""

    lookup_name = "words"
    template = "string_to_array(%(expressions)s, ' ')"
    output_field = ArrayField(TextField())
