"""Taking a file in: never more than the limit is kept, and a too large one is told, not lost without a word."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

ABSURD = 10  # a request of so many times the limit is cut off at once


class LimitedUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file up to UPLOAD_MOST_BYTES; what comes after is counted and thrown away."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        if content_length > ABSURD * settings.UPLOAD_MOST_BYTES:
            raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the chunk while the file is within the limit."""
        if start + len(raw_data) <= settings.UPLOAD_MOST_BYTES:
            super().receive_data_chunk(raw_data, start)
        elif start <= settings.UPLOAD_MOST_BYTES:
            self.file.truncate(0)

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Give the file with its whole size; the field says that it is too large."""
        self.file.seek(0)
        self.file.size = file_size
        return self.file
