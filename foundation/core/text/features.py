"""What a text is made of for a linear model: dictionary words, pairs of them, and short runs of letters.

Words carry the meaning; runs of letters carry what a dictionary does not know: slang, spelling mistakes, names.
"""

import itertools

from foundation.core.thai.text import search_form, tokens

# Beyond this a text adds time but no meaning; no voice of a customer is that long.
LONGEST = 4000
_RUNS = (2, 3, 4)


def features(text: str) -> list[str]:
    """The features of a text, each as often as it occurs. Figures are folded to one sign: their value says nothing."""
    text = text[:LONGEST]
    words = ["#" if word.isdigit() else word for word in tokens(text)]
    pairs = [f"{first} {second}" for first, second in itertools.pairwise(words)]
    padded = f" {search_form(text)} "
    runs = [f"~{padded[at : at + size]}" for size in _RUNS for at in range(len(padded) - size + 1)]
    return [*words, *pairs, *runs]
