"""What people may hand in, told by content: the name's ending must agree with what the bytes are.

Each check reads the whole file in small pieces, so a bomb never unfolds in memory. Pictures are drawn anew, which drops
positions and camera data (EXIF) and whatever else was hidden in them.
"""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO
from zlib import error as ZlibError

import puremagic
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from foundation.core.errors import Refused

HEAD = 4096
PIECE = 64 * 1024

Check = Callable[[IO[bytes]], IO[bytes]]


@dataclass(frozen=True)
class FileType:
    """A kind of file we take. `check` gives the stream to keep, or raises Refused."""

    content_type: str
    endings: tuple[str, ...]
    check: Check


def recognise(stream: IO[bytes], name: str) -> tuple[FileType, IO[bytes]]:
    """The type of a file, and the stream to keep (a picture's is a new one).

    Raises Refused with a message for people.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = next((kind for kind in TYPES if ending in kind.endings), None)
    if kind is None:
        raise Refused(
            _("Files of this kind are not accepted. You can attach: %(kinds)s.")
            % {"kinds": ", ".join(accepted_endings())}
        )
    if kind.content_type != "text/plain" and not _signatures(stream) & set(kind.endings):
        raise _not_what_it_says(name)
    stream.seek(0)
    kept = kind.check(stream)
    kept.seek(0)
    return kind, kept


def accepted_endings() -> list[str]:
    """Endings for people and for the `accept` attribute of a file field."""
    return [ending for kind in TYPES for ending in kind.endings]


def _signatures(stream: IO[bytes]) -> set[str]:
    stream.seek(0)
    head = stream.read(HEAD)
    with suppress(puremagic.PureError, ValueError):
        return {match.extension.lstrip(".") for match in puremagic.magic_string(head)}
    return set()


def _not_what_it_says(name: str) -> Refused:
    return Refused(
        _("The content of “%(name)s” is not what its name says. Please attach the original file.") % {"name": name}
    )


def _damaged() -> Refused:
    return Refused(_("The file is damaged and cannot be opened. Please attach it again."))


def _too_big_inside() -> Refused:
    return Refused(_("The file unfolds to far more than its size. For safety it is not accepted."))


# --- pictures -------------------------------------------------------------------------------------------------------


def _redraw(format_name: str) -> Check:
    def check(stream: IO[bytes]) -> IO[bytes]:
        try:
            with Image.open(stream, formats=[format_name]) as picture:
                if picture.width * picture.height > settings.ATTACHMENT_MAX_PIXELS:
                    raise Refused(_("The picture is too large. Please make it smaller and attach it again."))
                return _drawn_anew(picture, format_name)
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise _damaged() from error

    return check


def _drawn_anew(picture: Image.Image, format_name: str) -> IO[bytes]:
    """The pixels alone, turned the way the camera held them. Of an animation the first picture stays."""
    upright = ImageOps.exif_transpose(picture)
    has_alpha = format_name != "JPEG" and ("A" in upright.getbands() or "transparency" in upright.info)
    kept = BytesIO()
    upright.convert("RGBA" if has_alpha else "RGB").save(kept, format_name, quality=88)
    return kept


# --- documents ------------------------------------------------------------------------------------------------------


def _pdf(stream: IO[bytes]) -> IO[bytes]:
    if not stream.read(5) == b"%PDF-":
        raise _damaged()
    return stream


def _mp4(stream: IO[bytes]) -> IO[bytes]:
    if stream.read(8)[4:] != b"ftyp":
        raise _damaged()
    return stream


def _text(stream: IO[bytes]) -> IO[bytes]:
    content = stream.read()
    if b"\x00" in content or not _decodes(content):
        raise Refused(_("This is not a text file. Please attach the original file."))
    return stream


def _decodes(content: bytes) -> bool:
    for encoding in ("utf-8", "cp874"):
        with suppress(UnicodeDecodeError):
            content.decode(encoding)
            return True
    return False


def _office(part: str) -> Check:
    """Word and Excel without macros: a ZIP whose main part is there and which does not unfold into a bomb."""

    def check(stream: IO[bytes]) -> IO[bytes]:
        try:
            with zipfile.ZipFile(stream) as package:
                names = {entry.filename for entry in package.infolist()}
                if not {"[Content_Types].xml", part} <= names or len(names) > settings.ATTACHMENT_MAX_ENTRIES:
                    raise _damaged()
                if any(name.lower().endswith("vbaproject.bin") for name in names):
                    raise Refused(_("Files with macros are not accepted. Please save the file without macros."))
                _unfold(package)
        except (zipfile.BadZipFile, ZlibError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise _damaged() from error
        return stream

    return check


def _unfold(package: zipfile.ZipFile) -> None:
    """Read every entry and let it go again; what the entries claim about their size is not believed."""
    left = settings.ATTACHMENT_MAX_UNFOLDED_BYTES
    for entry in package.infolist():
        if entry.file_size > left:
            raise _too_big_inside()
        with package.open(entry) as part:
            while piece := part.read(PIECE):
                left -= len(piece)
                if left < 0:
                    raise _too_big_inside()
                _refuse_entities(piece)


def _refuse_entities(piece: bytes) -> None:
    """Office files have no document type; one that has is after the reader's files (XXE). Two-byte text counts too."""
    plain = piece.replace(b"\x00", b"")
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise _damaged()


_OOXML = "application/vnd.openxmlformats-officedocument."
TYPES = (
    FileType("image/jpeg", ("jpg", "jpeg"), _redraw("JPEG")),
    FileType("image/png", ("png",), _redraw("PNG")),
    FileType("image/webp", ("webp",), _redraw("WEBP")),
    FileType("application/pdf", ("pdf",), _pdf),
    FileType(f"{_OOXML}wordprocessingml.document", ("docx",), _office("word/document.xml")),
    FileType(f"{_OOXML}spreadsheetml.sheet", ("xlsx",), _office("xl/workbook.xml")),
    FileType("text/plain", ("txt",), _text),
    FileType("video/mp4", ("mp4",), _mp4),
)
