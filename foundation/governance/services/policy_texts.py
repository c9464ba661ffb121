"""Filling a new version with sections and clauses."""

import datetime as dt

from foundation.accounts.models import User
from foundation.core.evidence import CLAUSES
from foundation.core.models import signed
from foundation.governance.clauses import SECTION_TITLES_EN, SECTION_TITLES_TH, Outline, outline, outlines, section_of
from foundation.governance.enums import SectionKey
from foundation.governance.models import PolicyClause, PolicySection, PolicyVersion
from foundation.governance.policy_file import Announcement, texts_of


def outline_texts(version: PolicyVersion, *, by: User, now: dt.datetime) -> None:
    """Give the version every section and clause with our own titles and summaries; the texts stay empty."""
    sections = {key: _section(version, position, key) for position, key in enumerate(SectionKey)}
    for position, each in enumerate(outlines()):
        signed(_clause(version, sections[section_of(each.key)], position, each, now), by=by, now=now).save()


def announced_texts(version: PolicyVersion, found: Announcement, *, by: User, now: dt.datetime) -> None:
    """Give the version the texts of an announcement, with our own titles and summaries beside them."""
    for position, (key, heading, own_text, clauses) in enumerate(texts_of(found)):
        section = _section(version, position, key, heading=heading, text=own_text)
        for name in sorted(clauses, key=CLAUSES.index):
            row = _clause(version, section, CLAUSES.index(name), outline(name), now)
            row.text_th = clauses[name]
            signed(row, by=by, now=now).save()


def copy_texts(source: PolicyVersion, version: PolicyVersion, *, by: User, now: dt.datetime) -> None:
    """Give the version the sections and clauses of another one."""
    sections = {}
    for section in source.sections.all():
        sections[section.pk] = PolicySection.objects.create(
            version=version,
            key=section.key,
            position=section.position,
            title_th=section.title_th,
            title_en=section.title_en,
            text_th=section.text_th,
        )
    for clause in source.clauses.all():
        row = PolicyClause(
            policy_version=version,
            section=sections[clause.section_id],
            key=clause.key,
            position=clause.position,
            title_th=clause.title_th,
            title_en=clause.title_en,
            summary_th=clause.summary_th,
            summary_en=clause.summary_en,
            text_th=clause.text_th,
            created_at=now,
        )
        signed(row, by=by, now=now).save()


def _section(
    version: PolicyVersion, position: int, key: SectionKey, *, heading: str = "", text: str = ""
) -> PolicySection:
    return PolicySection.objects.create(
        version=version,
        key=key,
        position=position,
        title_th=heading or SECTION_TITLES_TH[key],
        title_en=SECTION_TITLES_EN[key],
        text_th=text,
    )


def _clause(
    version: PolicyVersion, section: PolicySection, position: int, outline: Outline, now: dt.datetime
) -> PolicyClause:
    return PolicyClause(
        policy_version=version,
        section=section,
        key=outline.key,
        position=position,
        title_th=outline.title_th,
        title_en=outline.title_en,
        summary_th=outline.summary_th,
        summary_en=outline.summary_en,
        created_at=now,
    )
