"""PDF by Typst: Thai shaped and broken right, PDF/UA-1, same input gives the same bytes (docs/decisions)."""

from foundation.core.pdf.build import PdfError, build_pdf

__all__ = ["PdfError", "build_pdf"]
