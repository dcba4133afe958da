"""Object stores: which pages lie below an address, found by the rules that hold for folders.

An address is `scheme://bucket/key`, where the key is taken as it is written (`s3://晚报/2023/问 答.txt`): no character
stands for another, so what a listing shows can be copied. Options of the store's file system may follow
(`?region=…&endpoint_override=…`), credentials may not: they come from the environment, as pyarrow takes them.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import msgspec

from kg.decisions import FILE as DECISIONS
from kg.errors import ReadError, UsageError
from kg.model import Skip
from kg.read.find import NO_NEWS, find_reason, is_json
from kg.read.signature import JSON_HEAD, tells_news

_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)://(?P<authority>[^/?]*)(?:/(?P<key>.*?))?"
    r"(?:\?(?P<options>[a-z_]+=[^&]*(?:&[a-z_]+=[^&]*)*))?",
    re.DOTALL,
)
_SAME = {"s3a": "s3", "s3n": "s3", "az": "abfs", "azure": "abfs"}
"""Schemes of other programs for the same stores."""
_SECRET = re.compile("secret|password|token|key|sas")
_OPENED_AT_ONCE = 32
"""JSON files whose beginnings are asked for at once: each takes a store some 30 ms."""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """`root` is what the file system is opened by, `shown` the same without options, `key` the rest."""

    root: str
    shown: str
    key: str


class Object(msgspec.Struct, frozen=True, kw_only=True):
    """A file in a store: how its file system names it, the address that people see, its size in bytes."""

    root: str
    path: str
    source: str
    size: int


def parse_address(uri: str) -> Address:
    """The parts of an address.

    Raises: UsageError where it names no bucket, or holds credentials.
    """
    found = _ADDRESS.fullmatch(uri)
    if not found or not found["authority"]:
        raise UsageError("this address names no bucket", source=uri, remedy="write it as s3://BUCKET/FOLDER/")
    scheme, authority = found["scheme"].lower(), found["authority"]
    options, key = found["options"] or "", (found["key"] or "").strip("/")
    user, at, host = authority.rpartition("@")
    azure = _SAME.get(scheme, scheme) in ("abfs", "abfss")
    if ":" in user or (at and not azure and user != "anonymous") or _SECRET.search(_names(options)):
        raise UsageError(
            "credentials don't belong into an address",
            source=f"{scheme}://{host}/{key}",
            remedy="give them in the environment, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        )
    kind = _SAME.get(scheme, scheme)
    root = f"{kind}://{authority}"
    if kind == "s3":
        options = _with_endpoint(options)
    elif azure and not at and "." not in host:
        if not (account := os.environ.get("AZURE_STORAGE_ACCOUNT_NAME") or os.environ.get("AZURE_STORAGE_ACCOUNT")):
            raise UsageError(
                "this address names no account",
                source=f"{scheme}://{authority}/{key}",
                remedy=f"set AZURE_STORAGE_ACCOUNT_NAME, or write abfs://{host}@ACCOUNT.dfs.core.windows.net/…",
            )
        root = f"{kind}://{account}@{authority}"
    shown = f"{scheme}://{authority if azure else host}"
    return Address(root=f"{root}?{options}" if options else root, shown=shown, key=key)


def _names(options: str) -> str:
    return " ".join(option.partition("=")[0] for option in options.split("&"))


def _with_endpoint(options: str) -> str:
    """The options of S3 with the endpoint of the environment, which not every pyarrow looks for itself."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    if not endpoint or "endpoint_override=" in options:
        return options
    given = urlsplit(endpoint)
    more = {"scheme": given.scheme, "endpoint_override": given.netloc + given.path.rstrip("/")}
    if "region=" not in options:
        # Otherwise Amazon is asked where the bucket lies.
        more["region"] = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    return "&".join([options] * bool(options) + [f"{name}={quote(value, safe='')}" for name, value in more.items()])


@cache
def open_store(root: str) -> tuple[Any, str]:
    """The file system of a store, and the path in it that all keys are below.

    Raises: UsageError for a store of unknown kind, or options that it has not; ReadError where it can't be reached.
    """
    from pyarrow import ArrowInvalid
    from pyarrow.fs import FileSystem

    shown = root.partition("?")[0]
    with explained(shown):
        try:
            filesystem, base = FileSystem.from_uri(root)
        except ArrowInvalid as error:
            if "Unrecognized filesystem" in str(error):
                raise UsageError(
                    f"no store is called {shown.partition(':')[0]}://", source=shown, remedy="s3://, gs:// or abfs://"
                ) from None
            raise UsageError(_first(error), source=shown, remedy="check the address") from None
    return filesystem, base.strip("/")


@contextmanager
def explained(source: str) -> Iterator[None]:
    """Around what is asked of a store: what it answers becomes a ReadError with a remedy.

    Raises: ReadError.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        said = str(error)
        if re.search(r"NO_SUCH_BUCKET|NoSuchBucket|ContainerNotFound|bucket does not exist", said):
            message, remedy = "there is no such bucket", "check its name"
        elif is_refusal(error):
            message = "no access"
            remedy = "give credentials in the environment (AWS_ACCESS_KEY_ID, …) that may list and read it"
        else:
            message, remedy = _first(error), "check the address, the region and the network"
        raise ReadError(message, source=source, remedy=remedy) from error


def is_refusal(error: Exception) -> bool:
    """Whether a store says that one may not, rather than that it can't."""
    refused = (
        r"ACCESS_DENIED|AccessDenied|Forbidden|HTTP status (401|403)|INVALID_ACCESS_KEY|InvalidAccessKey|SIGNATURE"
    )
    other = r"|PERMISSION_DENIED|Permission denied|AuthorizationFailure|AuthenticationFailed|MISSING_AUTHENTICATION"
    return isinstance(error, PermissionError) or bool(re.search(refused + other, str(error)))


def _first(error: Exception) -> str:
    # Ids of requests differ from one to the next, and Arrow appends where in its code it was.
    return re.sub(r"\s*\(Request ID: [^)]*\)|\. Detail: .*", "", " ".join(str(error).split()))[:300]


def find_objects(uri: str, suffixes: frozenset[str]) -> list[Object | Skip]:
    """The pages below an address (a file, a folder, a pattern), and what was passed over; in no order.

    The rules are those of `kg.read.find_pages`: hidden files are passed over without a word, unknown suffixes and JSON
    that tells of no news with one.

    Raises: UsageError, ReadError.
    """
    address = parse_address(uri)
    filesystem, base = open_store(address.root)
    with explained(uri):
        found, named = _expand(filesystem, base, address.key, uri)
        out: list[Object | Skip] = []
        asked = []  # JSON that nobody has named
        for path, size in found:
            # The base is a bucket or a container, which is in what is shown already.
            key = path.removeprefix(base).lstrip("/")
            one = Object(root=address.root, path=path, source=f"{address.shown}/{key}", size=size)
            name = PurePosixPath(path)
            if is_json(name) and not named:
                asked.append(one)
            elif name.name == DECISIONS:
                continue
            elif reason := find_reason(name, suffixes):
                out.append(Skip(source=one.source, step="find", reason=reason))
            else:
                out.append(one)
        with ThreadPoolExecutor(_OPENED_AT_ONCE) as pool:
            for one, news in zip(asked, pool.map(lambda one: _holds_news(filesystem, one.path), asked), strict=True):
                out.append(one if news else Skip(source=one.source, step="find", reason=NO_NEWS))
    if not out:
        known = " ".join(sorted(suffixes))
        raise ReadError("there are no pages here", source=uri, remedy=f"pages are files ending in {known}")
    return out


def _expand(filesystem: Any, base: str, asked: str, uri: str) -> tuple[list[tuple[str, int]], bool]:
    """Paths and sizes, and whether JSON has been asked for by name."""
    from pyarrow.fs import FileType

    for key in dict.fromkeys((asked, unquote(asked))):  # as browsers copy it, where nothing is called so
        path = "/".join(filter(None, (base, key)))
        info = filesystem.get_file_info(path)
        if info.type == FileType.File:
            return [(info.path, info.size)], is_json(PurePosixPath(path))
        if info.type == FileType.Directory:
            return list(_walk(filesystem, path)), False
    if glob.has_magic(asked):
        return _match(filesystem, base, asked), is_json(PurePosixPath(asked))
    if base and filesystem.get_file_info(base).type == FileType.NotFound:
        raise ReadError("there is no such bucket", source=uri, remedy="check its name")
    raise ReadError("there is no such file or folder", source=uri, remedy="check the path")


def _walk(filesystem: Any, top: str) -> Iterator[tuple[str, int]]:
    """Files below a folder, but hidden ones."""
    from pyarrow.fs import FileSelector

    for info in filesystem.get_file_info(FileSelector(top, recursive=True)):
        below = info.path.removeprefix(top).strip("/")
        if info.is_file and not any(name.startswith(".") for name in below.split("/")):
            yield info.path, info.size


def _match(filesystem: Any, base: str, pattern: str) -> list[tuple[str, int]]:
    """Files that a pattern matches, or that lie in a folder which it matches."""
    names = pattern.split("/")
    fixed = next(number for number, name in enumerate(names) if glob.has_magic(name))
    top = "/".join(filter(None, (base, *names[:fixed])))
    matches = _compile("/".join(names[fixed:]))
    return [(path, size) for path, size in _walk(filesystem, top) if matches(path.removeprefix(top).lstrip("/"))]


def _compile(pattern: str) -> Callable[[str], object]:
    """Whether a path, or a folder above it, is matched by a pattern with `*`, `**`, `?` and `[…]`.

    >>> [bool(_compile("2023-*/**/*.txt")(path)) for path in ("2023-02/甲/页.txt", "2023-02/页.txt", "2024-02/页.txt")]
    [True, True, False]
    >>> bool(_compile("2023-*")("2023-02/甲/页.txt"))
    True
    """
    out = ""
    for name in pattern.split("/"):
        if name == "**":
            out += r"(?:[^/]+/)*"
            continue
        for part in re.findall(r"\[!?\]?[^\]/]*\]|.", name):
            if part == "*":
                out += "[^/]*"
            elif part == "?":
                out += "[^/]"
            elif len(part) > 1:
                inside = part[1:-1].replace("\\", "\\\\").replace("[", "\\[")
                out += f"[{'^' + inside[1:] if inside.startswith('!') else inside}]"
            else:
                out += re.escape(part)
        out += "/"
    return re.compile(f"(?:{out.removesuffix('/')})(?:/.*)?", re.DOTALL).fullmatch


def _holds_news(filesystem: Any, path: str) -> bool:
    try:
        with filesystem.open_input_stream(path) as stream:
            return tells_news(stream.read(JSON_HEAD))
    except OSError:
        return True  # left to its reader, who says why


def read_verdicts(uri: str) -> list[tuple[str, bytes]]:
    """The file of people's verdicts in the folder of an address, with its own address, or nothing.

    Raises: UsageError, ReadError.
    """
    from pyarrow.fs import FileType

    address = parse_address(uri)
    filesystem, base = open_store(address.root)
    fixed: list[str] = []
    for name in filter(None, address.key.split("/")):
        if glob.has_magic(name):
            break
        fixed.append(name)
    with explained(uri):
        top = "/".join(filter(None, (base, *fixed)))
        if fixed and filesystem.get_file_info(top).type != FileType.Directory:
            top = "/".join(filter(None, (base, *fixed[:-1])))
        info = filesystem.get_file_info(f"{top}/{DECISIONS}")
        if info.type != FileType.File:
            return []
        with filesystem.open_input_stream(info.path) as stream:
            return [(f"{address.shown}/{info.path.removeprefix(base).lstrip('/')}", stream.read())]
