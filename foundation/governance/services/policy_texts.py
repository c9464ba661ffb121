"""Filling a new version with sections and clauses."""

import datetime as dt

from foundation.accounts.models import User
from foundation.core.models import signed
from foundation.governance.clauses import SECTION_TITLES_EN, SECTION_TITLES_TH, outlines, section_of
from foundation.governance.enums import SectionKey
from foundation.governance.models import PolicyClause, PolicySection, PolicyVersion


def outline_texts(version: PolicyVersion, *, by: User, now: dt.datetime) -> None:
    """Give the version every section and clause with our own titles and summaries; the texts stay empty."""
    sections = {key: _section(version, position, key) for position, key in enumerate(SectionKey)}
    for position, clause in enumerate(outlines()):
        row = PolicyClause(
            policy_version=version,
            section=sections[section_of(clause.key)],
            key=clause.key,
            position=position,
            title_th=clause.title_th,
            title_en=clause.title_en,
            summary_th=clause.summary_th,
            summary_en=clause.summary_en,
            created_at=now,
        )
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


def _section(version: PolicyVersion, position: int, key: SectionKey) -> PolicySection:
    return PolicySection.objects.create(
        version=version,
        key=key,
        position=position,
        title_th=SECTION_TITLES_TH[key],
        title_en=SECTION_TITLES_EN[key],
    )
