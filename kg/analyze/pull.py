"""Fetches models of HanLP, the only thing in the program that asks the network for anything; only when told to.

A file comes in pieces that survive an interruption (`.part`), its checksum is compared where one is given and kept
beside it, and it is unpacked to where HanLP looks for it, whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import http.client
import tempfile
import urllib.error
import urllib.request
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from kg.analyze.models import folder_of
from kg.errors import AnalyzerError

Tell = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes of the whole file (0 where the host does not say)."""

_PIECE = 1 << 16
_LOCAL = frozenset(
    (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EACCES,
        errno.EPERM,
        errno.EROFS,
        errno.ENOENT,
        errno.ENOTDIR,
        errno.EEXIST,
        errno.ENAMETOOLONG,
        errno.EIO,
    )
)
_PATIENCE = 30
"""Seconds without an answer."""


def pull(url: str, *, sha256: str = "", tell: Tell | None = None) -> Path:
    """Where what a URL holds lies on disk, fetched if it is not there yet; `sha256` is the checksum it has to have.

    Raises: AnalyzerError when the host is not reached, the checksum differs, or the archive is broken.
    """
    folder = folder_of(url)
    if folder.exists():
        return folder
    archive = folder.with_name(f"{folder.name}.zip")
    if not archive.is_file():
        part = archive.with_name(f"{archive.name}.part")
        try:
            archive.parent.mkdir(parents=True, exist_ok=True)
            _fetch(url, part, tell)
            part.replace(archive)
        except (OSError, http.client.HTTPException) as fault:
            if _is_local(fault):
                raise AnalyzerError(f"can't keep {url}: {_reason(fault)}", remedy=_room(folder.parent)) from fault
            raise AnalyzerError(f"can't fetch {url}: {_reason(fault)}", remedy=by_hand(url)) from fault
    found = checksum(archive)
    if sha256 and found != sha256.lower():
        archive.unlink()
        raise AnalyzerError(f"the file has the checksum {found}", source=url, remedy="fetch it again; it was removed")
    try:
        _unpack(archive, folder, f"{found}  {archive.name}\n")
    except OSError as fault:
        raise AnalyzerError(f"can't unpack {archive}: {_reason(fault)}", remedy=_room(folder.parent)) from fault
    archive.unlink()
    return folder


def noted(folder: Path) -> str:
    """The checksum of the archive that was pulled to a place, or nothing where somebody else has put it there."""
    note = _note(folder)
    return note.read_text(encoding="ascii").split()[0] if note.is_file() else ""


def check_noted(folder: Path, sha256: str) -> None:
    """Nothing, if what lies at a place was pulled with this checksum.

    Raises: AnalyzerError.
    """
    found = noted(folder)
    if found != sha256.lower():
        told = f"it was pulled with the checksum {found}" if found else "nobody has noted its checksum"
        raise AnalyzerError(told, source=str(folder), remedy="remove it and call kg models pull again")


def _note(folder: Path) -> Path:
    """Where the checksum is kept: in the folder, or beside the file that an archive had in place of one."""
    return folder / "kg.sha256" if folder.is_dir() else folder.with_name(f"{folder.name}.sha256")


def by_hand(url: str) -> str:
    """What a person can do where the host is not reached."""
    folder = folder_of(url)
    return (
        f"fetch it on a machine that reaches the host, copy it to {folder}.zip and call kg models pull again, "
        f"or unpack it to {folder}"
    )


def checksum(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _fetch(url: str, part: Path, tell: Tell | None) -> None:
    have = part.stat().st_size if part.is_file() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "kg", **({"Range": f"bytes={have}-"} if have else {})})
    try:
        answer = urllib.request.urlopen(request, timeout=_PATIENCE)
    except urllib.error.HTTPError as fault:
        fault.close()
        if fault.code == 416 and have:  # nothing is left to fetch, or the part is of another file
            if fault.headers.get("Content-Range", "") == f"bytes */{have}":
                return
            part.unlink()
            _fetch(url, part, tell)
            return
        raise
    with answer:
        if have and answer.status != 206:  # the host begins again
            have = 0
        size = have + int(answer.headers.get("Content-Length") or 0)
        with part.open("ab" if have else "wb") as file:
            while piece := answer.read(_PIECE):
                file.write(piece)
                have += len(piece)
                if tell is not None:
                    tell(have, size)
    if size > have:
        raise OSError(f"the connection broke after {have:,} of {size:,} bytes; call again to go on from there")


def _unpack(archive: Path, folder: Path, note: str) -> None:
    """Unpack beside the folder, then rename; the one folder that an archive may have inside is left out.

    `note` is written before that: what has its name is whole, with its checksum.

    An archive of one file of the same name (`char_table.json`) becomes that file, as HanLP has it.
    """
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as scratch:
        inside = Path(scratch) / "inside"
        try:
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(inside)  # checks each file's CRC, and keeps every file inside
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as fault:
            archive.unlink()
            raise AnalyzerError(
                f"no whole zip file: {fault}", source=str(archive), remedy="it was removed; fetch again"
            ) from fault
        found = [one for one in inside.iterdir() if one.name != "__MACOSX"]
        alone = len(found) == 1 and (found[0].is_dir() or found[0].name == folder.name)
        whole = found[0] if alone else inside
        _note(whole if whole.is_dir() else folder).write_text(note, encoding="ascii")
        whole.rename(folder)


def _is_local(fault: Exception) -> bool:
    """Whether it is this machine's disk that fails, and not the host or the way to it."""
    return isinstance(fault, OSError) and fault.errno in _LOCAL


def _room(folder: Path) -> str:
    return f"make room in {folder}, or choose another place by HANLP_HOME, and call again: what is here is kept"


def _reason(fault: Exception) -> str:
    if isinstance(fault, urllib.error.HTTPError):
        return f"the host says {fault.code} {fault.reason}"
    if isinstance(fault, urllib.error.URLError):
        return f"the host is not reached ({fault.reason})"
    return str(fault) or type(fault).__name__
