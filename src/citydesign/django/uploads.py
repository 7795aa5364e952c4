"""How many bytes of files a form may hold, beside what Django itself limits."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from citydesign.errors import CityDesignError
from citydesign.form_limits import FormLimits


class LimitedFiles(FileUploadHandler):
    """Refuses a form with too many bytes of files before any of it is read.

    As the first of `FILE_UPLOAD_HANDLERS`, it judges the forms of your own views too. The setting
    `CITYDESIGN_MAX_FILES` says how many bytes all files of one form may have, beside the
    `DATA_UPLOAD_MAX_MEMORY_SIZE` of the answers; none unless given.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's own name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Judge how much is announced: no server gives more than that.

        Raises:
            RequestDataTooBig: It is more than the site takes.
        """
        if content_length > limits().whole:
            raise RequestDataTooBig(f"a form of {content_length} bytes: see CITYDESIGN_MAX_FILES")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Leave what is sent to the handlers that follow."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing."""


def limits() -> FormLimits:
    """Give what a form may hold, as the settings say it.

    Raises:
        CityDesignError: `CITYDESIGN_MAX_FILES` is no whole number from 0 on.
    """
    files = getattr(settings, "CITYDESIGN_MAX_FILES", 0)
    if type(files) is not int or files < 0:
        raise CityDesignError(
            f"CITYDESIGN_MAX_FILES is a whole number of bytes from 0 on, not {files!r}"
        )
    # None is Django's word for no limit.
    fields, size = (
        sys.maxsize if one is None else max(one, 1)
        for one in (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    )
    return FormLimits(fields, size, files)
