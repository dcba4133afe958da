"""Files packed in a ZIP: read in natural order of their names, without unpacking anything to disk."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import msgspec

from kg.errors import ReadError
from kg.model import Skip
from kg.read.find import NO_NEWS, natural_key
from kg.read.part import MOST_BYTES, MOST_EXPANSION, File, Part
from kg.read.signature import JSON_HEAD, tells_news
from kg.read.zipped import member_name, open_zip, read_member


def read_archive(file: File) -> Iterator[Part | Skip]:
    """The pages of every file in a ZIP, called by their paths in it; hidden ones are passed over without a word.

    Raises: ReadError when it is broken, or expands as no archive of pages does; OSError.
    """
    from kg.read.formats import READERS  # which knows this function

    if file.inside:
        raise ReadError("an archive in an archive", source=file.name, remedy="unpack the outer one")
    with file.open() as stream, open_zip(stream, file.name) as archive:
        members = sorted(
            ((member_name(info), info) for info in archive.infolist() if info.filename and not info.is_dir()),
            key=lambda member: natural_key(member[0]),
        )
        # What the archive may hold all together, by what it is itself; a small one may hold a page of any size.
        left = 4 * MOST_BYTES + MOST_EXPANSION * sum(info.compress_size for _, info in members)
        seen: set[str] = set()
        found = 0
        for name, info in members:
            if any(part.startswith((".", "__MACOSX")) for part in name.split("/")):
                continue
            found += 1
            inner = File(name=f"{file.name}/{name}", open=BytesIO, columns=file.columns, inside=True)
            if inner.suffix not in READERS:
                reason = f"no reader for {inner.suffix or 'files without a suffix'}"
                yield Skip(source=inner.name, step="find", reason=reason)
                continue
            if name in seen:
                yield Skip(source=inner.name, step="read", reason="the archive has two files of this name")
                continue
            seen.add(name)
            left -= info.file_size
            if left < 0:
                raise ReadError(
                    "this archive expands as no archive of pages does", source=file.name, remedy="unpack it by hand"
                )
            yield from _read_member(archive, info, name, inner)
        if not found:
            raise ReadError("the archive is empty", source=file.name)


def _read_member(archive: ZipFile, info: ZipInfo, name: str, inner: File) -> Iterator[Part | Skip]:
    """The pages of one member; what goes wrong in it costs no other."""
    import zlib
    from zipfile import BadZipFile

    from kg.read.formats import read_parts

    try:
        data = read_member(archive, info, inner.name)
        if inner.suffix == ".json" and not tells_news(data[:JSON_HEAD]):
            yield Skip(source=inner.name, step="find", reason=NO_NEWS)
            return
        file = msgspec.structs.replace(inner, open=partial(BytesIO, data))
        for part in read_parts(file):
            if isinstance(part, Skip):
                yield part
            else:
                yield msgspec.structs.replace(part, name=f"{name}/{part.name}" if part.name else name)
    except ReadError as error:
        reason = f"{error.message} ({error.remedy})" if error.remedy else error.message
        yield Skip(source=inner.name, step="read", reason=reason)
    except (BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        yield Skip(source=inner.name, step="read", reason=f"broken in the archive: {error}")
