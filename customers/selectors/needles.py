"""What a needle asks for: first as it is written, and where nothing is, what it was probably meant to be.

As written: every word occurs in the search text; a word in Latin letters also finds Thai words that sound so; digits
also the end of a telephone number; the whole may be a number, telephone or e-mail. Meant: words that differ by a
letter, words that sound alike, and the same keys on the other layout of the keyboard. Words that are like it come from
`NameWord`, a table of words, so that the register itself is asked by its index for words it has.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Greatest

from customers import derived
from customers.models import ContactPerson, Customer, NameWord
from foundation.core.ids import is_valid_number
from foundation.core.thai import sound
from foundation.core.thai.text import THAI_DIGITS, other_layout, search_form

LENGTH = 100
WORDS = 6
LIKE_IT = 8  # how many words of the register may stand for one of the needle
WEIGHED = 60
CONTACTS = 2000
SPELT = 0.72  # how much alike two spellings are that differ by a slip
SOUNDS = 0.6  # how much alike two words with the same consonants must sound
BEGINS = 0.85
HEARD = 0.75
SURE = 0.9  # how much alike two spellings are when nothing else can be meant
_JOINED = """ARRAY(
    WITH RECURSIVE up AS (
        SELECT merged_into_id AS id FROM {table} WHERE merged_into_id IS NOT NULL AND ({named})
        UNION SELECT c.merged_into_id FROM {table} c JOIN up USING (id) WHERE c.merged_into_id IS NOT NULL
    )
    SELECT id FROM up)"""
_BETWEEN_DIGITS = str.maketrans("", "", " -.()/")


def as_written(needle: str) -> Q:
    """Costs a statement for words in Latin letters, and one for contact persons where it may be a telephone or e-mail.

    Words of one or two characters can't use trigrams inside a word; they match where a word begins. A whole number with
    its check digit is that number and nothing else: its trigrams are those of every number of its year.
    """
    number = search_form(needle[:LENGTH]).upper()
    if is_valid_number(number):
        return Q(number=number) | _stands_for({"number": number})
    words = words_of(needle)
    if not words:
        return Q(pk__in=[])
    alike = _sounding(word for word in words if _is_spoken(word))
    condition = Q()
    for word in words:
        condition &= _any_word((word, *alike.get(word, ())), exact=word) | _ending(word)
    if len(words) > 1 and sound.is_latin(words):
        whole = "".join(words)
        condition |= _any_word(_sounding([whole]).get(whole, ()), exact="")
    return condition | _exact(needle)


def as_meant(needle: str) -> Q:
    """What to look for where nothing is written so. Three statements at most."""
    words = words_of(needle)
    turned = search_form(other_layout(needle[:LENGTH])).split()[:WORDS]
    spoken = [word for word in turned if _is_spoken(word)]
    alike = _near([word for word in words if _is_long(word)]) | _sounding(spoken)
    condition = Q()
    for word in words:
        condition &= _any_word((word, *alike.get(word, ())), exact=word) | _ending(word)
    swapped = Q()
    for word in turned:
        swapped &= _any_word((word, *alike.get(word, ())), exact=word)
    return (condition | swapped) if turned else condition


def is_short(needle: str) -> bool:
    """Whether it has nothing but words so short that a good part of the register may begin so."""
    return all(len(word) < 3 for word in words_of(needle))


def words_of(needle: str) -> list[str]:
    """The needle's words as they are searched."""
    return search_form(needle[:LENGTH]).split()[:WORDS]


def _any_word(words: Collection[str], *, exact: str) -> Q:
    """One of the words: the one that was typed anywhere, or where a word begins if it is short; and the words of the
    register that stand for it, which are whole and come by their own index."""
    stand_in = sorted({*words} - {exact})
    condition = Q(search_text__words__overlap=stand_in) if stand_in else Q(pk__in=[])
    if exact in words:
        condition |= Q(search_text__contains=exact if len(exact) > 2 else f" {exact}")
    return condition


def _ending(word: str) -> Q:
    """Four digits and more may be the end of a telephone number."""
    return Q(**_ends(word)) if _ends(word) else Q(pk__in=[])


def _ends(word: str) -> dict[str, str]:
    digits = word.translate(THAI_DIGITS).translate(_BETWEEN_DIGITS)
    if not digits.isdigit() or not digits.isascii() or len(digits) > 8:
        return {}
    fitting = [(column, length) for column, length in derived.PHONE_ENDS.items() if len(digits) >= length]
    return {column: derived.phone_end_hash(digits[-length:], column) for column, length in fitting[-1:]}


def _exact(needle: str) -> Q:
    """The whole needle as a telephone, end of a telephone, e-mail or identifier; of a contact person and of a record
    that was joined too."""
    condition = Q()
    hashes = {**derived.hashes_of_needle(needle[:LENGTH]), **_ends(needle[:LENGTH])}
    for column, value in hashes.items():
        condition |= Q(**{column: value})
    of_contacts = {column: value for column, value in hashes.items() if column != "identifier_hash"}
    if of_contacts:
        # Their keys, not a subquery: beside OR that would have the whole register read instead of its indexes.
        people = ContactPerson.objects.filter(Q(*of_contacts.items(), _connector=Q.OR), ended_on__isnull=True)
        condition |= Q(pk__in=list(people.values_list("customer", flat=True)[: CONTACTS + 1]))
    return condition | _stands_for(of_contacts) if of_contacts else condition


def _stands_for(said: Mapping[str, str]) -> Q:
    """Who stands for the joined records of which one of these is true, so that an old letter or telephone leads on."""
    named = " OR ".join(f"{column} = %s" for column in said)
    keys = _JOINED.format(table=Customer._meta.db_table, named=named)
    return Q(_IsAmong(F("pk"), RawSQL(keys, list(said.values()))))  # noqa: S611  table and columns are our own


class _IsAmong(Func):
    """A key is among those of an array. The array is made once, before, so that the index of keys serves it beside OR,
    which a subquery would forbid."""

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()


def _is_spoken(word: str) -> bool:
    return len(word) > 2 and sound.is_latin([word])


def _is_long(word: str) -> bool:
    return len(word) > 2 and not any(character.isdigit() for character in word)


def _sounding(latin: Iterable[str]) -> dict[str, list[str]]:
    """Words of the register that sound like each of these, or begin so."""
    shapes = {word: (sound.outline(word), sound.outline(word, goes_on=True)) for word in latin}
    shapes = {word: pair for word, pair in shapes.items() if sound.bones(pair[0])}
    if not shapes:
        return {}
    wanted = Q()
    for whole, begun in shapes.values():
        code = sound.bones(begun)
        wanted |= Q(sound=sound.bones(whole)) | (Q(sound__startswith=code) if len(code) > 1 else Q(sound=code))
    likeness = Greatest(*(TrigramSimilarity("outline", whole) for whole, _begun in shapes.values()), Value(0.0))
    rows = NameWord.objects.filter(wanted).order_by(likeness.desc(), "word")
    found = list(rows.values_list("word", "sound", "outline")[: WEIGHED * len(shapes)])
    return {
        word: _best((_said_alike(*pair, code, outline), text) for text, code, outline in found)
        for word, pair in shapes.items()
    }


def _said_alike(whole: str, begun: str, code: str, outline: str) -> float:
    """How much alike two words sound; 0 when too little. What goes on after the needle's end costs a little."""
    if code == sound.bones(whole):
        likeness = _ratio(whole, outline)
        return likeness if likeness >= SOUNDS else 0
    start = sound.bones(begun)
    if len(start) < 2 or not code.startswith(start):
        return 0
    likeness = _ratio(begun, sound.head(outline, begun))
    return likeness - 0.3 if likeness >= BEGINS else 0


def _near(words: Collection[str]) -> dict[str, list[str]]:
    """Words of the register that differ from each of these by a slip, or sound the same.

    Words that sound the same come by an index of a few rows. Those that are only spelt alike cost a scan of trigrams,
    so they are asked for where none that sounds the same is spelt so alike that it must be meant.
    """
    if not words:
        return {}
    shapes = {word: {sound.outline(text) for text in (word, *_slips(word))} - {""} for word in words}
    codes = {sound.bones(shape) for said in shapes.values() for shape in said} - {""}
    found = _most_alike(words, Q(sound__in=codes))
    unsure = [word for word in words if not any(_ratio(word, text) >= SURE for text, _outline in found)]
    if unsure:
        spelt = Q(*(("word__trigram_similar", word) for word in unsure), _connector=Q.OR)
        found = {*found, *_most_alike(unsure, spelt)}
    return {
        word: _best((_spelt_alike(word, said, text, outline), text) for text, outline in found)
        for word, said in shapes.items()
    }


def _most_alike(words: Collection[str], wanted: Q) -> set[tuple[str, str]]:
    """Words of the register with their outlines, of those wanted the most alike to any of these; a statement."""
    likeness = Greatest(
        *(TrigramSimilarity("word", word) for word in words),
        *(TrigramSimilarity("outline", sound.outline(word)) for word in words),
    )
    rows = NameWord.objects.filter(wanted).order_by(likeness.desc(), "word")
    return set(rows.values_list("word", "outline")[:WEIGHED])


def _slips(word: str) -> Iterator[str]:
    """The word with two letters exchanged, or one too many taken out."""
    for i in range(len(word)):
        yield word[:i] + word[i + 1 :]
        if i + 1 < len(word):
            yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _spelt_alike(word: str, said: Collection[str], text: str, outline: str) -> float:
    """How much alike two words are, spelt or said; 0 when too little."""
    code = sound.bones(outline)
    heard = max((_ratio(shape, outline) for shape in said if sound.bones(shape) == code), default=0.0)
    spelt = _ratio(word, text)
    return max(spelt if spelt >= SPELT else 0, heard if heard >= HEARD else 0)


def _best(weighed: Iterable[tuple[float, str]]) -> list[str]:
    """The words most alike, the best first."""
    found = sorted(((weight, word) for weight, word in weighed if weight > 0), key=lambda pair: (-pair[0], pair[1]))
    return [word for _weight, word in found[:LIKE_IT]]


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
