"""Compiling a Typst template with data. Data enters as JSON, never as source."""

import json
from datetime import date as Date
from decimal import Decimal
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from foundation.core.pdf.fonts import font_folder
from foundation.core.pdf.text import printable_tree


class PdfError(Exception):
    """Typst refused the document or warned about it; a warning fails the build as well."""


def build_pdf(template: str, data: dict[str, Any], *, date: Date) -> bytes:
    """Lay out `templates/pdf/<template>` with `data` and give the bytes of a PDF/UA-1 document.

    `date` becomes the document's date, so that the same data give the same bytes.

    Raises PdfError when Typst fails or warns, FontsMissing when the asset build has not run.
    """
    root = Path(settings.BASE_DIR) / "templates" / "pdf"
    payload = {**data, "date": [date.year, date.month, date.day]}
    try:
        document, warnings = typst.compile_with_warnings(
            str(root / template),
            root=str(root),
            font_paths=[str(font_folder())],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards="ua-1",
            sys_inputs={"data": json.dumps(printable_tree(payload), ensure_ascii=False, default=_plain)},
        )
    except typst.TypstError as error:
        raise PdfError(f"{template}: {error.message}") from error
    if warnings:
        raise PdfError(f"{template}: " + "; ".join(warning.message for warning in warnings))
    return bytes(document)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return str(value)
