"""Receiving uploads: what is over the limit is read to its end and thrown away, so the form keeps what was typed."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


def upload_limit(size: int) -> Callable[[ViewT], ViewT]:
    """Let a view take larger files than attachments may be; put it right above the function."""

    def mark(view: ViewT) -> ViewT:
        view.upload_limit = size  # type: ignore[attr-defined]
        return view

    return mark


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes to disk up to the limit of the view. A longer file arrives empty, but with its true size to be told."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        match = getattr(self.request, "resolver_match", None)
        self.limit: int = getattr(match and match.func, "upload_limit", settings.ATTACHMENT_MAX_BYTES)
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= self.limit:
            super().receive_data_chunk(raw_data, start)
        elif not self.is_over:
            self.is_over = True
            self.file.seek(0)
            self.file.truncate()

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        if not self.is_over:
            return super().file_complete(file_size)
        self.file.close()
        return UploadedFile(ContentFile(b""), self.file_name, self.content_type, file_size, self.charset)
