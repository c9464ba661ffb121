"""Thai text: cleaning at input, one form for searching, one key for sorting, words.

Canonical forms of Unicode do not help here: NFC leaves ํา and ำ apart, NFKC splits ำ. PyThaiNLP's `normalize`
(Apache-2.0) puts marks in order; what it leaves (bidirectional marks, control characters) is removed before.
"""

import re
import unicodedata
from functools import lru_cache

from pythainlp.util import eng_to_thai, thai_to_eng
from pythainlp.util import normalize as _order_marks

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")

_LEADING_VOWEL = re.compile("([เ-ไ])([ก-ฮ])")
_TONES = "็่้๊๋์ํ๎"
_TONE_WEIGHT = str.maketrans(_TONES, "12345678")
_TONE, _NO_TONE = re.compile(f"[{_TONES}]"), re.compile(f"[^{_TONES}]")
_SARA_AM_SPLIT = re.compile("ํ([่-๋]?)า")
_BLANKS = re.compile(r"[^\S\n]+")
# One line that cleaning leaves as it is: ASCII, and Thai syllables whose marks stand once each and in order.
# Nearly every real name matches, and an import of a million names then costs minutes less.
_CLEAN = re.compile(r"(?! )(?:[!-~๐-๙ๆฯ฿]|[เ-ไ]?[ก-ฮ](?:[ัิีึืุู][่-๋์]?|[็-๋์])?[ะาำ]?| (?! |$))*+")


def normalise(text: str) -> str:
    """Clean what a person typed, keeping its lines: marks in order, ำ unified, nothing invisible.

    Control, format (zero-width, bidirectional) and surrogate characters go; blanks collapse; at most one empty
    line stays between paragraphs. Applying it twice changes nothing.
    """
    if _CLEAN.fullmatch(text):
        return text
    visible = _visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [_settled(_BLANKS.sub(" ", line)) for line in visible.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def normalise_line(text: str) -> str:
    """`normalise` for names and other one-line fields: line ends become blanks."""
    if _CLEAN.fullmatch(text):
        return text
    return normalise(re.sub(r"[\r\n]+", " ", text))


def search_form(text: str) -> str:
    """The one form in which text is indexed and searched.

    Lower case, Thai and full-width digits folded to 0–9, ำ whole, blanks single, none before ๆ.
    Search with `LIKE` on a column that holds this form, never with `icontains`.
    """
    if _CLEAN.fullmatch(text):
        return text.translate(THAI_DIGITS).casefold().replace(" ๆ", "ๆ")
    folded = unicodedata.normalize("NFKC", text.translate(THAI_DIGITS)).casefold()
    whole = _SARA_AM_SPLIT.sub(r"\1ำ", unicodedata.normalize("NFKC", folded))
    return re.sub(r"\s+ๆ", "ๆ", normalise_line(whole))


def other_layout(text: str) -> str:
    """What the same keys write on the other layout of a Thai keyboard: `l,=kp` is สมชาย typed in English."""
    return str(eng_to_thai(text) if text.isascii() else thai_to_eng(text))


def sort_key(text: str) -> str:
    """A string that sorts as a Thai dictionary does when compared by code points.

    First level: letters, a leading vowel after its consonant (Royal Institute Dictionary; CLDR `th`), tone and
    other marks ignored. Second level, behind a tab: the marks, ็ ่ ้ ๊ ๋ ์, at the place of their letter.
    """
    swapped = _LEADING_VOWEL.sub(r"\2\1", search_form(text))
    letters = _TONE.sub("", swapped)
    marks = _NO_TONE.sub(" ", swapped.lstrip(_TONES)).translate(_TONE_WEIGHT).rstrip()
    return f"{letters}\t{marks}".rstrip("\t")


def tokens(text: str) -> list[str]:
    """Words of the text in search form, by dictionary (PyThaiNLP newmm), punctuation left out."""
    words = _tokenizer()(search_form(text), engine="newmm", keep_whitespace=False)
    return [word for word in words if any(character.isalnum() for character in word)]


def words(text: str) -> list[str]:
    """The text cut into words and what stands between them, nothing changed: joined they are the text again."""
    return [str(token) for token in _tokenizer()(text, engine="newmm", keep_whitespace=True)]


def _visible(text: str) -> str:
    """Without control, format and surrogate characters; tabs become blanks, line ends stay."""
    text = text.replace("\t", " ")
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"})


def _settled(line: str) -> str:
    """Unicode's composition and PyThaiNLP's order of marks, repeated until both leave the line alone."""
    for _ in range(8):
        ordered = _order_marks(unicodedata.normalize("NFC", line))
        if ordered == line:
            break
        line = ordered
    return line


@lru_cache(maxsize=1)
def _tokenizer():  # type: ignore[no-untyped-def]  # PyThaiNLP ships no stubs
    """PyThaiNLP's tokenizer; it loads a dictionary (about a second), so it waits for the first use."""
    from pythainlp.tokenize import word_tokenize

    return word_tokenize
