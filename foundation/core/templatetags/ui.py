"""Template tags of the look: icons, verdicts, promise lines, small helpers of lists and forms.

`{% load ui %}`. The markup matches static/src/css; docs/design-system.md shows each piece. Nothing here writes a
style attribute: widths are SVG attributes, so a strict Content-Security-Policy holds.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BooleanField, BoundField, ChoiceField, Field
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from foundation.core.icons import ICONS, MARK

register = template.Library()

# A share of the time left below which a clock says "soon".
SOON = 0.25

# Compounds that a browser's Thai dictionary cuts.
_UNBREAKABLE = re.compile(
    "ผู้รับผิดชอบ|ข้อร้องเรียน|ผู้ร้องเรียน|ส่วนบุคคล|เจ้าหน้าที่|ไม่ต้องสมัครสมาชิก|"
    "(?:[0-9]+ )?(?:วัน|ชั่วโมง)ทำการ|ไตรมาส|นวัตกรรม|หน่วยงาน|ไม่เห็นด้วย"
)

_SELECTED = SafeString(" selected")
VERDICT_ICONS = {"ok": "ok", "late": "warning", "soon": "half", "none": "none"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon beside its word; with `label` it speaks for itself.

    Raises TemplateSyntaxError for a name that foundation/core/icons.py does not draw.
    """
    return _icon(name, str(label))


@lru_cache(maxsize=512)
def _icon(name: str, label: str) -> SafeString:
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}; there are {', '.join(sorted(ICONS))}")
    drawing = mark_safe(ICONS[name])  # noqa: S308 - our own constants
    if label:
        return format_html('<svg class="i" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing)
    return format_html('<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', drawing)


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any) -> SafeString:
    """The options of a select: (value, label) pairs, the chosen one marked. One piece, as a list has scores of them."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, _SELECTED if str(value) == str(chosen) else "", label) for value, label in choices),
    )


@register.simple_tag
def mark() -> SafeString:
    """The mark of the house, as drawn in the letterhead."""
    return mark_safe(MARK)  # noqa: S308 - our own constant


@register.simple_tag
def verdict(state: str, word: str) -> SafeString:
    """Icon and word: state is ok, soon, late or none."""
    return format_html('<span class="v v--{}">{}{}</span>', state, icon(VERDICT_ICONS[state]), word)


@register.simple_tag
def severity(level: int, word: str) -> SafeString:
    """Bars and word; level 1 (low) to 4 (critical)."""
    return _severity(level, str(word))


@lru_cache(maxsize=64)
def _severity(level: int, word: str) -> SafeString:
    bars = format_html_join(
        "",
        '<rect x="{}" y="{}" width="3.5" height="{}"{}/>',
        ((5 * i, 10 - 3 * i, 4 + 3 * i, mark_safe(' class="on"' if i < level else "")) for i in range(4)),  # noqa: S308
    )
    return format_html(
        '<span class="sev sev--{}"><svg viewBox="0 0 19 14" aria-hidden="true">{}</svg>{}</span>', level, bars, word
    )


def ruler(filled: float, tick: float, state: str) -> SafeString:
    """A promise line: a fill and a tick, both shares of the width from 0 to 1; state ok, soon, late or pause."""
    return format_html(
        '<svg class="pl pl--{}" aria-hidden="true" focusable="false"><rect class="pl-t" y="6" width="100%" height="2"/>'
        '<rect class="pl-f" y="4" width="{}%" height="6"/><rect class="pl-d" x="{}%" width="2" height="14"/></svg>',
        state,
        _percent(filled),
        _percent(tick),
    )


@register.simple_tag
def promise_line(
    start: datetime | None = None,
    due: datetime | None = None,
    now: datetime | None = None,
    done: datetime | None = None,
    paused: bool = False,
    used: timedelta | None = None,
    allowed: timedelta | None = None,
) -> SafeString:
    """The clock of one promise, from received to due; a fill past the tick is late.

    Give `used` and `allowed` (working time) where they are known; else the shares come from start, due and
    done (or now) by wall clock.
    """
    if used is None or allowed is None:
        if start is None or due is None:
            return mark_safe("")
        used, allowed = (done or now or timezone.now()) - start, due - start
    share = used / allowed if allowed > timedelta(0) else 1.0
    if share > 1:
        return ruler(1, 1 / share, "late")
    state = "pause" if paused else "soon" if done is None and share > 1 - SOON else "ok"
    return ruler(max(share, 0), 1, state)


@register.simple_tag
def kept_line(share: float, target: float) -> SafeString:
    """The promise ledger: share kept, tick at the target; both from 0 to 100."""
    return ruler(share / 100, target / 100, "ok" if share >= target else "late")


@register.simple_tag
def progress_line(done: int, total: int) -> SafeString:
    """How far something has come."""
    return ruler(done / total if total else 0, 1, "ok")


@register.simple_tag
def avatar(person: Any, *, outside: bool = False) -> SafeString:
    """Two letters of a person in a ring, the name as its title; a dashed ring for nobody."""
    if not person:
        return mark_safe('<span class="ava ava--none" aria-hidden="true">?</span>')
    name = str(person)
    initials = getattr(person, "initials", "") or name[:2]
    kind = " ava--out" if outside else ""
    return format_html('<span class="ava{}" title="{}" aria-hidden="true">{}</span>', mark_safe(kind), name, initials)  # noqa: S308


@register.simple_tag(takes_context=True)
def page_url(context: template.Context, name: str, cursor: str) -> str:
    """The present address with the cursor of a neighbouring page; filters stay."""
    query = context["request"].GET.copy()
    query[name] = cursor
    return f"?{query.urlencode()}"


@register.filter
def error_target(field: BoundField) -> str:
    """The id that an error link jumps to: the first control of a group, else the control itself."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def error_texts(field: BoundField) -> list[str]:
    """The messages of a field; the bare "required" becomes a sentence that names the question."""
    texts = []
    for error in field.errors.as_data():
        is_bare = error.code == "required" and error.message == Field.default_error_messages["required"]
        texts.append(_missing(field) if is_bare else " ".join(error.messages))
    return texts


def _missing(field: BoundField) -> str:
    is_choice = isinstance(field.field, ChoiceField | BooleanField)
    words = _("Please choose: %(question)s") if is_choice else _("Please fill in: %(question)s")
    return words % {"question": field.label}


@register.filter
def widget_kind(field: BoundField) -> str:
    """checkbox, group (radio and several boxes), file or line: how components/field.html lays a field out."""
    kind = field.widget_type
    if kind in {"radioselect", "checkboxselectmultiple"}:
        return "group"
    if kind == "checkbox":
        return "checkbox"
    return "file" if getattr(field.field.widget, "input_type", "") == "file" else "line"


@register.filter
def undo_url(message: Message) -> str:
    """The address that takes back what the message tells of, or an empty string (see foundation.core.toasts)."""
    prefix = "undo="
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix)), "")


@register.filter
def nb(text: str) -> SafeString:
    """The text with words held together that browsers break in the middle, such as ผู้|รับ|ผิดชอบ."""
    return mark_safe(_UNBREAKABLE.sub(r'<span class="nb">\g<0></span>', conditional_escape(text)))  # noqa: S308 - escaped


@register.filter
def unbroken(text: str) -> str:
    """A telephone number or a name that no line end may part."""
    return str(text).replace(" ", "\u00a0")


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """mapping[key], or an empty string where there is none."""
    return mapping.get(key, "") if mapping else ""


def _percent(share: float) -> str:
    return f"{min(max(share, 0), 1) * 100:.1f}".rstrip("0").rstrip(".")
