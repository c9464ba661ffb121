"""Pictures among the attachments, made small enough for paper and wrapped so that Typst draws them without a file."""

import base64
import io
from typing import Any

from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from foundation.core.models import Attachment

MOST = 12
EDGE = 1100  # pixels; about 160 dots an inch across the page
KINDS = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})


def drawings(files: list[Attachment]) -> list[dict[str, Any]]:
    """Name and drawing of each picture that may be opened, at most a dozen. What cannot be read is left to its list."""
    found: list[dict[str, Any]] = []
    for file in files:
        if len(found) == MOST:
            break
        if file.content_type in KINDS and file.is_available and (drawing := _drawing(file)):
            found.append({"name": file.name, "svg": drawing})
    return found


def _drawing(file: Attachment) -> str:
    try:
        with default_storage.open(file.stored_as) as stream, Image.open(stream) as picture:
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((EDGE, EDGE))
            plain = Image.new("RGB", upright.size, "white")
            alpha = upright.convert("RGBA")
            plain.paste(alpha, mask=alpha.getchannel("A"))
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError, ValueError):
        return ""
    packed = io.BytesIO()
    plain.save(packed, "JPEG", quality=78)  # made anew: what a camera wrote beside the picture is gone
    width, height = plain.size
    data = base64.b64encode(packed.getvalue()).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{data}"/></svg>'
    )
