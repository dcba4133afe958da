"""Values in sorted runs on disk, more than fit into memory, given back in order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec

FAN = 64
"""So many runs are merged into a longer one: more would need too many open files."""

Value = TypeVar("Value")


class Key(Protocol):
    """What values can be sorted by."""

    def __lt__(self, other: Any, /) -> bool: ...


class Runs(Generic[Value]):
    """Takes values in parts; iterating over it gives all of them sorted, those of one key in the order they came in."""

    def __init__(self, folder: Path, kind: type[Value], key: Callable[[Value], Key]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._kind, self._key = folder, kind, key
        self._levels: list[list[Path]] = [[]]
        self._numbers = count()

    def add(self, values: Iterable[Value]) -> None:
        """Write down a part that is sorted."""
        self._put(0, values)

    def __iter__(self) -> Iterator[Value]:
        # The longer runs are the older ones.
        return self._merge([file for level in reversed(self._levels) for file in level])

    def _write(self, file: Path, values: Iterable[Value]) -> None:
        write_values(file, values)

    def _read(self, file: Path) -> Iterator[Value]:
        return read_values(file, self._kind)

    def _put(self, level: int, values: Iterable[Value]) -> None:
        file = self._folder / str(next(self._numbers))
        self._write(file, values)
        self._levels[level].append(file)
        if len(self._levels[level]) >= FAN:
            full, self._levels[level] = self._levels[level], []
            if level + 1 == len(self._levels):
                self._levels.append([])
            self._put(level + 1, self._merge(full))
            for done in full:
                done.unlink()

    def _merge(self, files: list[Path]) -> Iterator[Value]:
        return heapq.merge(*map(self._read, files), key=self._key)


class Lines(Runs[bytes]):
    """Lines of text in sorted runs, each with its line break and without another: written and read as they are."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, bytes, bytes)

    def _write(self, file: Path, values: Iterable[bytes]) -> None:
        with file.open("wb") as stream:
            stream.writelines(values)

    def _read(self, file: Path) -> Iterator[bytes]:
        with file.open("rb") as stream:
            yield from stream

    def _merge(self, files: list[Path]) -> Iterator[bytes]:
        return heapq.merge(*map(self._read, files))


def write_values(file: Path, values: Iterable[object]) -> int:
    """Write values so that `read_values` gives them one by one; how many they are."""
    encode = msgspec.msgpack.encode
    number = 0
    with file.open("wb") as stream:
        for value in values:
            number += 1
            packed = encode(value)
            stream.write(len(packed).to_bytes(4, "big"))
            stream.write(packed)
    return number


def read_values(file: Path, kind: type[Value]) -> Iterator[Value]:
    """The values of a file, one at a time.

    Raises: OSError, msgspec.DecodeError if it is not there or damaged.
    """
    decode = msgspec.msgpack.Decoder(kind).decode
    with file.open("rb") as stream:
        while length := stream.read(4):
            yield decode(stream.read(int.from_bytes(length, "big")))
