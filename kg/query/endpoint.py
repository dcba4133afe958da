"""A SPARQL endpoint somewhere else, asked under limits of our own: nothing that it does costs more than they say.

It is a stranger: its answer may be endless, slow, cut short or something else altogether. Redirects are not followed
(they would take the credentials elsewhere), nothing is unpacked, and one deadline is held for all of a request.
"""

from __future__ import annotations

import base64
import http.client
import ipaddress
import os
import socket
import ssl
import time
from itertools import pairwise
from urllib.parse import urlencode, urlsplit

import msgspec

from kg.errors import QueryError, UsageError
from kg.query.result import Result
from kg.query.syntax import find_tokens
from kg.version import VERSION

USER, PASSWORD, TOKEN = "KG_ENDPOINT_USER", "KG_ENDPOINT_PASSWORD", "KG_ENDPOINT_TOKEN"
"""The variables of the environment that hold credentials: a name and a password, or a token."""

_ROWS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_CHUNK = 1 << 16
_SAID = 300
"""Characters of what an endpoint says about an error that are shown."""


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """A SPARQL 1.1 endpoint, asked by POST, and what one answer of it may cost: the limits of `kg serve`.

    The credentials come from the environment (`KG_ENDPOINT_USER` and `KG_ENDPOINT_PASSWORD`, or `KG_ENDPOINT_TOKEN`).
    """

    url: str
    seconds: float = 15.0
    """From the request to the last byte of the answer."""
    rows: int = 100_000
    """Rows or triples; more is an error, never a part of the answer."""
    answer_bytes: int = 64_000_000

    def __post_init__(self) -> None:
        """Raises: UsageError for an address that can't be asked, or not safely."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                f"“{self.url}” is no address of an endpoint", remedy="write it as https://host:port/sparql"
            )
        if parts.username or parts.password:
            raise UsageError(
                "credentials don't belong into an address, which others may see",
                place="--endpoint",
                remedy=f"set {USER} and {PASSWORD}, or {TOKEN}, in the environment",
            )
        if parts.scheme == "http" and _authorization() and not _is_near(parts.hostname):
            raise UsageError(
                "over http everybody on the way can read the credentials",
                place=self.url,
                remedy=f"use https, or unset {USER} and {TOKEN}",
            )

    def ask(self, query: str, prefixes: dict[str, str], name: str = "query") -> Result:
        """The answer to a query that `kg.query` has checked, with the prefixes that it takes from `prefixes` declared.

        Raises: QueryError if the endpoint can't be reached, refuses, breaks off or goes beyond a limit.
        """
        deadline = time.monotonic() + self.seconds
        media, body = self._post(_declare(query, prefixes), name, deadline)
        return self._read(media, body, prefixes, name)

    def _post(self, query: str, name: str, deadline: float) -> tuple[str, bytes]:
        parts = urlsplit(self.url)
        port = parts.port
        host = parts.hostname or ""
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection = http.client.HTTPSConnection(host, port, timeout=self.seconds, context=context)
        else:
            connection = http.client.HTTPConnection(host, port, timeout=self.seconds)
        headers = {
            "Accept": f"{_ROWS}, {_TRIPLES};q=0.9",
            "Accept-Encoding": "identity",  # a few bytes could unpack to any number
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"kg/{VERSION}",
        }
        if authorization := _authorization():
            headers["Authorization"] = authorization
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.connect()
            wire = connection.sock
            wire.settimeout(_left(deadline))
            connection.request("POST", path, urlencode({"query": query}).encode(), headers)
            response = connection.getresponse()
            body = self._receive(response, wire, deadline, name)
        except TimeoutError:
            raise self._fault(
                f"no answer within {self.seconds:g} s", name, "make the query narrower, or raise --timeout"
            ) from None
        except (OSError, http.client.HTTPException) as error:
            raise self._fault(f"can't be asked: {error or type(error).__name__}", name, "check the address") from None
        finally:
            connection.close()
        if response.status != 200:
            raise self._refused(response, body, name)
        return response.getheader("Content-Type", "").partition(";")[0].strip().lower(), body

    def _receive(self, response: http.client.HTTPResponse, wire: socket.socket, deadline: float, name: str) -> bytes:
        if response.getheader("Content-Encoding", "identity") != "identity":
            raise self._fault("its answer is packed, which was not asked for", name, "ask its operator")
        body = bytearray()
        promised = response.length  # None where it comes in chunks, or ends with the connection
        while promised is None or len(body) < promised:
            # One timeout a read would let it drip for ever.
            wire.settimeout(_left(deadline))
            chunk = response.read1(_CHUNK)
            if not chunk:
                break
            body += chunk
            if len(body) > self.answer_bytes:
                raise self._fault(
                    f"the answer has more than {self.answer_bytes:,} bytes", name, "give the query a LIMIT"
                )
        if promised is not None and len(body) < promised:
            raise self._fault("the answer is cut short", name, "try again")
        return bytes(body)

    def _refused(self, response: http.client.HTTPResponse, body: bytes, name: str) -> QueryError:
        said = " ".join(body.decode("utf-8", errors="replace").split())[:_SAID]
        remedy = "mend the query, or ask its operator"
        if response.status in (401, 403):
            remedy = f"set {USER} and {PASSWORD}, or {TOKEN}, in the environment"
        elif 300 <= response.status < 400:
            said, remedy = "", f"give its new address: {response.getheader('Location', 'it does not say which')}"
        elif response.status in (429, 503):
            remedy = "try again later"
        return self._fault(f"answers {response.status} {response.reason}{f': {said}' if said else ''}", name, remedy)

    def _fault(self, message: str, name: str, remedy: str) -> QueryError:
        return QueryError(_plain(f"{self.url}: {message}"), source=name, remedy=_plain(remedy))

    def _read(self, media: str, body: bytes, prefixes: dict[str, str], name: str) -> Result:
        from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Triple, parse, parse_query_results

        results, graphs = QueryResultsFormat.from_media_type(media), RdfFormat.from_media_type(media)
        too_many = self._fault(f"the answer has more than {self.rows:,} rows", name, "give the query a LIMIT")
        found = None
        try:
            if results is not None and results != QueryResultsFormat.CSV:
                found = parse_query_results(body, format=results)
                if isinstance(found, QueryBoolean):
                    return Result(boolean=bool(found), prefixes=prefixes)
                variables = tuple(variable.value for variable in found.variables)
                rows = []
                for row in found:
                    rows.append(tuple(row[variable] for variable in variables))
                    if len(rows) > self.rows:
                        raise too_many
                return Result(variables=variables, rows=tuple(rows), prefixes=prefixes)
            if graphs is not None:
                triples = set()
                for quad in parse(body, format=graphs):
                    triples.add(Triple(quad.subject, quad.predicate, quad.object))
                    if len(triples) > self.rows:
                        raise too_many
                return Result(triples=tuple(sorted(triples, key=str)), prefixes=prefixes)
        except (SyntaxError, ValueError) as error:
            found = None  # it may be let go of by this thread only, and the error keeps what is here
            raise self._fault(f"its answer can't be read: {error}", name, "try again, or ask its operator") from error
        raise self._fault(
            f"answers with {media or 'nothing known'}", name, "is this the address of its SPARQL endpoint?"
        )


def _declare(query: str, prefixes: dict[str, str]) -> str:
    """The query with the prefixes declared that it uses and does not declare.

    >>> _declare("ASK { ?a a kg:Agency }", {"kg": "https://kg.example/ns#", "owl": "https://owl.example/"})
    'PREFIX kg: <https://kg.example/ns#>\\nASK { ?a a kg:Agency }'
    """
    tokens = find_tokens(query)
    own = {after.text for before, after in pairwise(tokens) if before.text.upper() == "PREFIX"}
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"}
    lines = [f"PREFIX {name}: <{prefixes[name]}>\n" for name in sorted(used & set(prefixes)) if f"{name}:" not in own]
    return "".join(lines) + query


def uses_base(query: str) -> bool:
    """Whether a query names things by `id:`.

    >>> uses_base("ASK { id:region\\\\/150105 ?p ?o }"), uses_base("ASK { ?s ?p ?o }")
    (True, False)
    """
    return any(token.kind == "name" and token.text.startswith("id:") for token in find_tokens(query))


def _authorization() -> str:
    """The header's value, or "" where the environment holds no credentials."""
    if token := os.environ.get(TOKEN):
        return f"Bearer {_one_line(token, TOKEN)}"
    if user := os.environ.get(USER):
        pair = f"{_one_line(user, USER)}:{_one_line(os.environ.get(PASSWORD, ''), PASSWORD)}"
        return "Basic " + base64.b64encode(pair.encode("utf-8")).decode("ascii")
    return ""


def _one_line(value: str, variable: str) -> str:
    if any(char < " " for char in value):
        raise UsageError("a credential of several lines", place=variable, remedy="set it without line breaks")
    return value


def _is_near(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _plain(text: str) -> str:
    """Without control characters: a stranger must not move the cursor of a terminal."""
    return "".join("\ufffd" if char < " " or "\x7f" <= char <= "\x9f" else char for char in text)
