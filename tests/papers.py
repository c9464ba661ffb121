"""What a reader copies out of a PDF."""

import re

import pypdfium2


def text_of(document: bytes) -> str:
    """The text as PDFium (the reader in Chromium) gives it, white space removed."""
    pages = pypdfium2.PdfDocument(document)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))
