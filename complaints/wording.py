"""Rules of canned answers as data: the merge fields, what is personal and so refused, and what sounds unkind."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.models import Complaint
from foundation.accounts.models import User
from foundation.core.organisation import organisation
from foundation.core.thai.dates import format_date, format_datetime
from foundation.core.thai.text import search_form

_FIELD = re.compile(r"\{([^{}\n]*)\}")
_SAMPLE_DAY = date(2026, 11, 30)
# From here on a Thai reader loses the thread; English sentences are counted in words of about five letters.
LONG_SENTENCE = 220


@dataclass(frozen=True)
class MergeField:
    """A place in an answer that the case fills. None of them is a fact about the complainant."""

    name: str
    label: LazyText
    value: Callable[[Complaint, User], str]
    sample: Callable[[], str]


def _due(complaint: Complaint, by: User) -> str:
    due_at = complaint.resolve_due_at or complaint.reply_due_at
    return format_datetime(due_at, "weekday") if due_at else ""


def _track_address() -> str:
    return f"{settings.SITE_URL}{reverse('complaints:portal-track')}"


MERGE_FIELDS: dict[str, MergeField] = {
    field.name: field
    for field in (
        MergeField("number", gettext_lazy("Case number"), lambda c, by: c.number, lambda: "C-2569-000123-7"),
        MergeField(
            "category",
            gettext_lazy("Category"),
            lambda c, by: c.category.name,
            lambda: _("Building and facilities"),
        ),
        MergeField(
            "received",
            gettext_lazy("Day of receipt"),
            lambda c, by: format_date(c.received_at, "long"),
            lambda: format_date(_SAMPLE_DAY, "long"),
        ),
        MergeField(
            "due",
            gettext_lazy("When the outcome is promised"),
            _due,
            lambda: format_date(_SAMPLE_DAY, "long"),
        ),
        MergeField("unit", gettext_lazy("Unit"), lambda c, by: c.unit.name, lambda: _("Complaint centre")),
        MergeField("officer", gettext_lazy("Who writes"), lambda c, by: by.get_full_name(), lambda: _("Our officer")),
        MergeField(
            "organisation",
            gettext_lazy("Our name"),
            lambda c, by: organisation().get("name", ""),
            lambda: organisation().get("name", ""),
        ),
        MergeField(
            "phone",
            gettext_lazy("Our telephone"),
            lambda c, by: organisation().get("phone", ""),
            lambda: organisation().get("phone", ""),
        ),
        MergeField(
            "track",
            gettext_lazy("Address of the tracking page"),
            lambda c, by: _track_address(),
            _track_address,
        ),
    )
}


def fields_in(text: str) -> set[str]:
    """Names in braces, known or not."""
    return {name.strip() for name in _FIELD.findall(text)}


def refusals(text: str) -> list[str]:
    """Why these words cannot be kept: unknown fields, a brace that stands alone, personal data."""
    found = []
    unknown = sorted(fields_in(text) - MERGE_FIELDS.keys())
    if unknown:
        found.append(
            _("We do not know the field %(names)s. These can be used: %(known)s.")
            % {
                "names": ", ".join(f"{{{name}}}" for name in unknown),
                "known": ", ".join(f"{{{name}}}" for name in MERGE_FIELDS),
            }
        )
    if set("{}") & set(_FIELD.sub("", text)):
        found.append(_("A brace stands alone. A field is written like {number}, with a brace on both sides."))
    found += [
        str(_("This looks like %(what)s: “%(text)s”. Answers are for everybody, so nothing personal stands in them."))
        % {"what": what, "text": hit}
        for what, hit in personal_data_in(text)
    ]
    return found


def personal_data_in(text: str) -> list[tuple[str, str]]:
    """What looks like an address, a number of a person or a tracking code, with what it is called."""
    plain = search_form(text)
    kinds = (
        (_("an e-mail address"), r"[\w.+-]+@[\w-]+\.[\w.-]+"),
        (_("a telephone or identity number"), r"\+?\d(?:[ \-]?\d){8,}"),
        (_("a number of a case"), r"\b[a-z]-\d{4}-\d{6}-\w\b"),
    )
    hits: list[tuple[str, str]] = []
    for what, pattern in kinds:
        hits += [(str(what), hit.group().strip()) for hit in re.finditer(pattern, plain)]
    return hits


def filled(text: str, complaint: Complaint, *, by: User) -> str:
    """The answer for one case, in the complainant's language. What the case does not know stays in its braces."""
    with translation.override(complaint.language):

        def value(match: re.Match[str]) -> str:
            field = MERGE_FIELDS.get(match.group(1).strip())
            return (field.value(complaint, by) if field else "") or match.group()

        return _FIELD.sub(value, text)


def preview(text: str, language: str) -> str:
    """How the answer will read, with made-up facts."""
    with translation.override(language):
        return _FIELD.sub(lambda match: _sample(match.group(1).strip()) or match.group(), text)


def _sample(name: str) -> str:
    return MERGE_FIELDS[name].sample() if name in MERGE_FIELDS else ""


def unfilled(text: str) -> list[str]:
    """Merge fields that still stand in a message that is about to be sent."""
    return sorted(fields_in(text) & MERGE_FIELDS.keys())


@dataclass(frozen=True)
class ToneRule:
    """Words that make an answer unkind or unclear, by language, with what to write instead."""

    advice: LazyText
    words: dict[str, tuple[str, ...]]


TONE_RULES = (
    ToneRule(
        gettext_lazy("This can sound like blame. Say what happened, not who failed."),
        {
            "th": ("ความผิดของท่าน", "ท่านผิด", "ท่านไม่ได้", "ท่านละเลย", "ท่านเข้าใจผิด", "ท่านควรจะ"),
            "en": ("your fault", "you failed", "you should have", "you misunderstood", "you neglected", "you claim"),
        },
    ),
    ToneRule(
        gettext_lazy("This closes the door. Say what can be done, and by whom."),
        {
            "th": ("ไม่สามารถดำเนินการได้", "ไม่ใช่หน้าที่", "นอกเหนืออำนาจ", "ทำไม่ได้"),
            "en": ("nothing we can do", "not our responsibility", "cannot be done", "not possible for us"),
        },
    ),
    ToneRule(
        gettext_lazy("This is office language. Use a word that is said at home."),
        {
            "th": ("อนึ่ง", "ตามระเบียบ", "พิจารณาแล้วเห็นควร", "จักได้", "ดังกล่าวข้างต้น"),
            "en": ("pursuant to", "as per", "hereby", "aforementioned", "in accordance with regulations"),
        },
    ),
)
_THANKS = {"th": ("ขอบคุณ", "ขอบพระคุณ", "ขออภัย", "เสียใจ"), "en": ("thank", "sorry", "apolog")}


@dataclass(frozen=True)
class Tone:
    """One remark of the machine about an answer; the second person judges."""

    language: str
    advice: str
    words: str = ""


def tone(texts: dict[str, str]) -> list[Tone]:
    """What may sound unkind or unclear. Advice, never a refusal: people judge the tone."""
    remarks = []
    for language, text in texts.items():
        low = text.casefold()
        for rule in TONE_RULES:
            hits = [word for word in rule.words[language] if word in low]
            if hits:
                remarks.append(Tone(language, str(rule.advice), ", ".join(hits)))
        if not any(word in low for word in _THANKS[language]):
            remarks.append(Tone(language, _("Neither thanks nor a word of regret: is that meant so?")))
        long = [part for part in re.split(r"[\n.!?]| {2,}", text) if len(part) > LONG_SENTENCE]
        if long:
            remarks.append(Tone(language, _("A sentence is long. Two short ones are understood sooner."), long[0][:40]))
    used = [fields_in(text) for text in texts.values()]
    if any(names != used[0] for names in used):
        remarks.append(Tone("", _("The two languages do not use the same fields.")))
    return remarks
