"""Results that are counted while they are written, and stopped at the limit."""

from __future__ import annotations

import re
from typing import BinaryIO

from kg.serve.problems import Refused

_ESCAPED = re.compile(rb"\\.", re.DOTALL)


class CountingFile:
    """A binary file that counts the rows of a SPARQL result (`json`, `xml`, `csv`, `tsv`) as they go through.

    Raises: Refused in `write` when there are more than the limit; EFBIG comes from the limit on the file itself.
    """

    def __init__(self, file: BinaryIO, form: str, limit: int) -> None:
        self._file, self._form, self._limit = file, form, limit
        self._rest = b""
        self._quoted = False
        self._breaks = 0

    def write(self, data: bytes) -> int:
        """Write to the file below."""
        self._breaks += self._count(bytes(data))
        # The head of CSV and TSV is a line as well; JSON has one comma less than rows.
        rows = self._breaks - (self._form in ("csv", "tsv")) + (self._form == "json" and self._breaks > 0)
        if rows > self._limit:
            raise Refused.too_many_rows(self._limit)
        return self._file.write(data)

    def flush(self) -> None:
        """Flush the file below."""
        self._file.flush()

    def _count(self, data: bytes) -> int:
        data, self._rest = self._rest + data, b""
        if self._form == "tsv":
            return data.count(b"\n")
        if self._form == "xml":
            cut = data.rfind(b"<")
            data, self._rest = data[:cut], data[cut:]  # a tag may be cut in two
            return data.count(b"<result>")
        if self._form == "csv":
            return sum(part.count(b"\n") for part in self._outside(data))
        if data.endswith(b"\\"):
            # An odd number of backslashes escapes what comes next.
            odd = (len(data) - len(data.rstrip(b"\\"))) % 2
            data, self._rest = (data[:-1], b"\\") if odd else (data, b"")
        outside = b"".join(self._outside(_ESCAPED.sub(b"", data)))
        if outside.endswith(b",") and not self._quoted:
            self._rest = b"," + self._rest
            outside = outside[:-1]
        return outside.count(b",{")

    def _outside(self, data: bytes) -> list[bytes]:
        """The parts of the data that stand outside quotation marks."""
        parts = data.split(b'"')
        first = 1 if self._quoted else 0
        self._quoted = self._quoted != (len(parts) % 2 == 0)
        return parts[first::2]
