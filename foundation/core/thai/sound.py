"""How a Thai or Latin word sounds, in one alphabet, so that either spelling finds the other.

Two forms, both for comparing and neither for showing. `consonants` keeps what every way of romanising agrees on: the
order of the consonants, in classes (k kh g; t th d; p ph b f; s z; ch j; r l n, which Thais write one for another at
the end). `outline` keeps the vowels too, in three classes, to tell those apart that share their consonants. Rules of
our own: PyThaiNLP's soundexes read Thai alone or drop the head of a long word, and its romaniser loads a dictionary.
See docs/decisions/search-that-forgives.md.
"""

import re
import unicodedata
from collections.abc import Iterable

from foundation.core.thai.text import search_form

_THAI = re.compile("[\u0e01-\u0e4e]")
# What ์ silences: a consonant with its vowel, and the ร that stands before it in จันทร์ and พักตร์.
_SILENT = re.compile("[ทตด]ร์|[ก-ฮ][ิุ]?์")
_LEADING_VOWEL = re.compile("([เ-ไ])((?:[กขคตปผพสทซศ][รลว]|ห[นมงญยรลว])?)([ก-ฮ]?)")
_SOUNDS = (
    ("กขฃคฅฆ", "k"), ("จฉชฌ", "c"), ("ซศษส", "s"), ("ดฎตฏถฐทธฑฒ", "t"), ("บปผพภฝฟ", "p"), ("ม", "m"),
    ("ง", "g"), ("นณญรลฬฤฦ", "n"), ("ย", "y"), ("ว", "w"),
    ("ะาัๅ็เแโอ", "a"), ("ิีึื", "i"), ("ุู", "u"), ("ใไ", "ai"), ("ำ", "am"), ("หฮ่้๊๋์ํๆฯ", ""),
)  # fmt: skip
_THAI_LETTERS = str.maketrans({letter: sound for letters, sound in _SOUNDS for letter in letters})
# Longest first. What stands for one sound in the spellings that names are written in.
_LATIN = (
    (re.compile("tch|chh|ch|j"), "č"),
    (re.compile("ng(?![aeiou]?$)|ng$"), "ŋ"),
    (re.compile("ph|bh|[pbf]"), "p"),
    (re.compile("th|dh|[td]"), "t"),
    (re.compile("kh|gh|ck|[kgqc]"), "k"),
    (re.compile("sr|sh|[szx]"), "s"),
    (re.compile("v"), "w"),
    # The r of porn, charn and prasert only lengthens its vowel.
    (re.compile("(?<=[aoe])r(?=[kčstpmnŋ]|$)"), ""),
    (re.compile("[rln]"), "n"),
    (re.compile("eu|ue|oe"), "i"),
    (re.compile("oo"), "u"),
    (re.compile("ee"), "i"),
    (re.compile("[aeo]"), "a"),
    (re.compile("h"), ""),
    (re.compile("ŋ"), "g"),
    (re.compile("č"), "c"),
)
_TWICE = re.compile(r"(.)\1+")
_GLIDE = re.compile("(?<=.)[yw]")
_STOPPED = re.compile("(?<=..)[cs]$")  # what is hissed at the end is stopped: ราช is rat
VOWELS = "aiu"
_VOWELS = re.compile(f"[{VOWELS}]")
SHORTEST = 2


def outline(word: str, *, goes_on: bool = False) -> str:
    """The word in classes of sounds, vowels among them; empty for what is no word.

    `goes_on`: only its beginning was typed, so its last letter is no end: the ch of somch, not that of petch.
    """
    text = search_form(word)
    if any(character.isdigit() for character in text):
        return ""
    shape = _thai(text) if _THAI.search(text) else _latin(text)
    return shape if goes_on else _STOPPED.sub("t", shape)


def consonants(word: str) -> str:
    """The classes of the consonants in their order; glides only where the word begins with one."""
    return bones(outline(word))


def bones(shape: str) -> str:
    """The consonants of an outline."""
    return _TWICE.sub(r"\1", _GLIDE.sub("", _VOWELS.sub("", shape)))


def head(shape: str, begun: str) -> str:
    """As much of an outline as a word begun so far has said: as many consonants, and vowels behind them if it has."""
    count, seen = len(bones(begun)), ""
    for letter in shape:
        if letter not in VOWELS and len(bones(seen + letter)) > count:
            break
        seen += letter
    return seen if begun[-1:] in VOWELS else seen.rstrip(VOWELS)


def is_latin(words: Iterable[str]) -> bool:
    """Whether every word is written in Latin letters."""
    return all(word.isascii() and word.isalpha() for word in words)


def _thai(text: str) -> str:
    spoken = _SILENT.sub("", text)
    spoken = re.sub("รร(?=[ก-ฮ])", "ั", spoken).replace("รร", "ัน")
    spoken = re.sub("[สศซ]ร", "ส", re.sub("^ทร", "ส", spoken))
    spoken = re.sub("(?<=[ชตทด])ร$", "", spoken)
    spoken = re.sub("^ญ", "ย", re.sub("^ห(?=[ก-ฮ])", "", spoken))
    spoken = _LEADING_VOWEL.sub(r"\2\3\1", spoken)
    return _settled(spoken.translate(_THAI_LETTERS))


def _latin(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if c.isascii() and c.isalpha())
    for pattern, sound in _LATIN:
        plain = pattern.sub(sound, plain)
    return _settled(plain)


def _settled(shape: str) -> str:
    """A glide behind something is a vowel, nothing stands twice."""
    kept = "".join(c for c in shape if c in "kcstpmgnywaiu")
    return _TWICE.sub(r"\1", re.sub("(?<=.)y", "i", kept))
