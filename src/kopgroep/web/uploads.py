"""Uploads stop as soon as they are larger than anything that is taken, whatever they say of themselves."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedUpload(TemporaryFileUploadHandler):
    """Writes to a temporary file, up to the limit; then it reads no further and the request says so."""

    # A form around the file: other fields and the lines between the parts.
    ROOM = 100_000

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received = 0
        said = str(self.request.META.get("CONTENT_LENGTH") or "0") if self.request is not None else "0"
        self._check(int(said) - self.ROOM if said.isdigit() else 0)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        self._check(self.received)
        super().receive_data_chunk(raw_data, start)
        return None

    def _check(self, size: int) -> None:
        if size > settings.IMPORT_MAX_BYTES:
            if self.request is not None:
                self.request.META["kopgroep.too_large"] = True
            raise StopUpload(connection_reset=True)
