"""The words of names: learnt when a customer is recorded, unlearnt when the last one who bore them is forgotten."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Max, Min, Q

from customers import derived
from customers.models import ContactPerson, Customer, NameWord
from foundation.core.copying import batches
from foundation.core.jobs import JobContext, enqueue
from foundation.core.thai import sound

KIND = "customers.renew_search"
BATCH = 2_000
RANGE = 20_000  # keys of customers whose words are read at once
# Words of all customers, or of those whom one import wrote, that are not known yet; numbers are no words.
_NEW = """
SELECT DISTINCT w.word FROM customers_customer c {of}, regexp_split_to_table(c.search_text, ' ') AS w(word)
WHERE c.id > %s AND c.id <= %s AND c.merged_into_id IS NULL AND c.erased_at IS NULL
AND length(w.word) BETWEEN 2 AND {longest}
AND w.word !~ '[0-9]' AND NOT EXISTS (SELECT 1 FROM customers_nameword n WHERE n.word = w.word)
"""
_OF_RUN = "JOIN customers_sourcekey k ON k.customer_id = c.id AND k.run_id = %s"
_GONE = """
DELETE FROM customers_nameword n WHERE n.word = ANY(%s) AND NOT EXISTS (
    SELECT 1 FROM customers_customer c
    WHERE c.search_text LIKE '%% ' || replace(replace(replace(n.word, '\\', '\\\\'), '%%', '\\%%'), '_', '\\_') || '%%'
)
"""
_ALL_GONE = """
DELETE FROM customers_nameword n WHERE NOT EXISTS (
    SELECT 1 FROM customers_customer c, regexp_split_to_table(c.search_text, ' ') AS w(word) WHERE w.word = n.word
)
"""


def learn(search_text: str) -> None:
    """Know the words of a customer's search text."""
    rows = [_row(word) for word in words_of(search_text)]
    NameWord.objects.bulk_create(rows, ignore_conflicts=True)


def forget(words: Iterable[str]) -> None:
    """Drop those of the words that no customer bears any more."""
    with connection.cursor() as cursor:
        cursor.execute(_GONE, [list(words)])


def words_of(search_text: str) -> set[str]:
    """What of a search text is a word of a name."""
    return {word for word in search_text.split() if _is_word(word)}


def ask_for_renewal(*, run: int | None = None) -> None:
    """Have the words of an import learnt, behind it and apart from it."""
    enqueue(KIND, params={"run": run}, by=None)


def renew(context: JobContext) -> dict[str, int]:
    """Learn what is new, of one import or of the whole register; of the whole also drop what nobody bears, and complete
    the endings of telephone numbers that were recorded before these existed. Stopped, it goes on where it stopped.
    """
    run = context.params.get("run")
    # Behind an import the server does not know yet how much there is, and would choose ways that fit an empty register.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers_customer, customers_sourcekey, customers_nameword")
    learnt = _learn_new(context, run)
    if run:
        return {"learnt": learnt}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(_ALL_GONE)
        gone = cursor.rowcount
    completed = _complete_endings(context, Customer) + _complete_endings(context, ContactPerson)
    return {"learnt": learnt, "gone": gone, "completed": completed}


def _learn_new(context: JobContext, run: int | None) -> int:
    """Range by range of keys: what is held at once is the words of so many customers, not of the register."""
    of, parameters = (_OF_RUN, [run]) if run else ("", [])
    whose = Customer.with_merged.filter(source_keys__run=run) if run else Customer.with_merged.all()
    ends = whose.aggregate(first=Min("pk"), last=Max("pk"))
    first, last, learnt = (ends["first"] or 1) - 1, ends["last"] or 0, 0
    for after in range(first, last, RANGE):
        context.check_cancelled()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_NEW.format(of=of, longest=derived.WORD_LENGTH), [*parameters, after, after + RANGE])
            found = [word for (word,) in cursor.fetchall()]
            for words in batches(found, BATCH):
                NameWord.objects.bulk_create([_row(word) for word in words], ignore_conflicts=True)
        learnt += len(found)
        context.progress(min(after + RANGE, last) - first, last - first)
    return learnt


def _complete_endings(context: JobContext, model: type[Any]) -> int:
    """Telephones whose endings are missing; by hash they are known to be there."""
    done, after = 0, 0
    while True:
        context.check_cancelled()
        with transaction.atomic():
            missing = model._default_manager.filter(~Q(phone_hash=""), phone_end4="", pk__gt=after).order_by("pk")
            rows = list(missing.select_related("data_key").select_for_update(of=("self",))[:BATCH])
            for row in rows:
                for name, value in derived.phone_ends(row.phone).items():
                    setattr(row, name, value)
            model._default_manager.bulk_update(rows, list(derived.PHONE_ENDS))
        if not rows:
            return done
        done, after = done + len(rows), rows[-1].pk
        context.progress(0, 1)


def _is_word(word: str) -> bool:
    return sound.SHORTEST <= len(word) <= derived.WORD_LENGTH and not any(c.isdigit() for c in word)


def _row(word: str) -> NameWord:
    shape = sound.outline(word)
    return NameWord(word=word, sound=sound.bones(shape)[: derived.WORD_LENGTH], outline=shape[:120])
