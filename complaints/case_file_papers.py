"""PDF documents among the attachments, appended to the case file: each made anew first, so that a broken one is told in
the list and does not spoil the file, and what acts by itself (scripts, links that start something) stays behind."""

import io
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from foundation.core.models import Attachment

MOST_PAGES = 300  # over all documents; a worker lays out the file, and somebody has to read it
KIND = "application/pdf"
# What a file that is no sound PDF makes its reader stumble over; whatever it is, the list says that it is not in.
STUMBLES = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)


@dataclass(frozen=True)
class Paper:
    """One PDF of the case: its pages made anew, or why it is not appended."""

    name: str
    pages: int = 0
    body: bytes = b""
    why_not: str = ""

    @property
    def said(self) -> str:
        """How many pages stand at the end of the file, or why none."""
        if self.why_not:
            return self.why_not
        return ngettext("%(n)s page, at the end of this file", "%(n)s pages, at the end of this file", self.pages) % {
            "n": self.pages
        }


def papers_of(files: list[Attachment]) -> list[Paper]:
    """The PDF documents among the files that may be opened, in their order."""
    found: list[Paper] = []
    for file in files:
        if file.content_type == KIND and file.is_available:
            found.append(_paper(file, MOST_PAGES - sum(paper.pages for paper in found)))
    return found


def appended(body: bytes, papers: list[Paper]) -> bytes:
    """The case file with the documents behind it, each with a bookmark.

    With pages that we did not lay out it no longer claims to be accessible throughout (PDF/UA), so that claim goes.
    """
    if not any(paper.body for paper in papers):
        return body
    writer = PdfWriter(clone_from=io.BytesIO(body))
    for paper in papers:
        if paper.body:
            writer.append(io.BytesIO(paper.body), outline_item=paper.name, import_outline=False)
    writer.root_object.pop("/Metadata", None)
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def _paper(file: Attachment, left: int) -> Paper:
    try:
        with default_storage.open(file.stored_as) as stream:
            reader = PdfReader(io.BytesIO(stream.read()))
        if reader.is_encrypted:
            return Paper(file.name, why_not=_("Not appended: it is locked by a password"))
        count = len(reader.pages)
        if count > left:
            return Paper(file.name, why_not=_("Not appended: it is too long; open it in the case"))
        return Paper(file.name, count, _anew(reader))
    except STUMBLES:
        return Paper(file.name, why_not=_("Not appended: it cannot be read as a PDF"))


def _anew(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    for page in reader.pages:
        _quiet(writer.add_page(page))
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def _quiet(page: PageObject) -> None:
    """Nothing on the page starts by itself or when touched."""
    page.pop("/AA", None)
    for note in page.get("/Annots") or ():
        for act in ("/A", "/AA"):
            note.get_object().pop(act, None)
