"""Pages as the engine's reader of files sees them: one flat folder, listed already.

Names in it are the paths, percent-encoded, so that none of what stands in them (`?`, `#`, `:`, Chinese, bytes that are
no text) is taken for a part of an address. Sizes come from the listing that found the pages: the store is not asked
again. A page that can't be read gives bytes that say so, since an error would cost every page of its task.
"""

from __future__ import annotations

import errno
import os
from typing import Any, NoReturn
from urllib.parse import quote, unquote_to_bytes

import pyarrow
from pyarrow.fs import FileInfo, FileSelector, FileSystemHandler, FileType

from kg.engine.objects import is_refusal, open_store

FOLDER = "pages"
UNREADABLE = b"\0kg: this page can't be read\0"
"""What the bytes of such a page begin with, before the reason."""


def to_name(path: str) -> str:
    """The name in the flat folder of a path.

    >>> to_name("晚报/2023/问 答?.txt")
    'pages/%E6%99%9A%E6%8A%A5%2F2023%2F%E9%97%AE%20%E7%AD%94%3F.txt'
    """
    return f"{FOLDER}/{quote(os.fsencode(path), safe='')}"


def from_name(name: str) -> str:
    """The path that a name in the flat folder stands for.

    >>> from_name(to_name("晚报/2023/问 答?.txt"))
    '晚报/2023/问 答?.txt'
    """
    return os.fsdecode(unquote_to_bytes(name.removeprefix(f"{FOLDER}/")))


class Listing(FileSystemHandler):  # type: ignore[misc]
    """The pages of one store (`root`, or "" for the disk) and their sizes in bytes; workers do without the sizes."""

    def __init__(self, root: str, sizes: dict[str, int] | None = None) -> None:
        self._root = root
        self._infos = [FileInfo(to_name(path), FileType.File, size=size) for path, size in (sizes or {}).items()]
        self._by_name = {info.path: info for info in self._infos}

    def __reduce__(self) -> tuple[Any, ...]:
        return Listing, (self._root,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listing) and other._root == self._root

    def __hash__(self) -> int:
        return hash(self._root)

    def get_type_name(self) -> str:
        """What file systems of this kind are called."""
        return "kg"

    def normalize_path(self, path: str) -> str:
        """The path: all are normal."""
        return path

    def get_file_info(self, paths: list[str]) -> list[Any]:
        """What is known of some names."""
        folder = FileInfo(FOLDER, FileType.Directory)
        return [
            folder if path == FOLDER else self._by_name.get(path) or FileInfo(path, FileType.NotFound) for path in paths
        ]

    def get_file_info_selector(self, selector: FileSelector) -> list[Any]:
        """What is known of all names."""
        return self._infos if selector.base_dir == FOLDER else []

    def open_input_stream(self, name: str) -> Any:
        """The bytes of a page, or bytes that say why it can't be read.

        Raises: OSError for what may go better another time: the engine then asks again.
        """
        path = from_name(name)
        try:
            if not self._root:
                return pyarrow.PythonFile(open(path, "rb"), mode="r")  # noqa: PTH123 (Ray closes it)
            return open_store(self._root)[0].open_input_stream(path)
        except OSError as error:
            if self._root and not isinstance(error, FileNotFoundError) and not is_refusal(error):
                raise
            reason = os.strerror(errno.EACCES) if is_refusal(error) else ""
            reason = reason or (os.strerror(error.errno) if error.errno else str(error))
            return pyarrow.BufferReader(UNREADABLE + reason.encode("utf-8", "replace"))

    def open_input_file(self, name: str) -> Any:
        """The same: nothing that pages are read by jumps about in them."""
        return self.open_input_stream(name)

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise OSError(errno.EROFS, "pages are only read")

    copy_file = create_dir = delete_dir = delete_dir_contents = delete_file = delete_root_dir_contents = _refuse
    move = open_append_stream = open_output_stream = _refuse
