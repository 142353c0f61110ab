"""Requests that no client sends on purpose, and the documented status of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field

JSON = {"Content-Type": "application/json"}
COLLECTIONS = "/api/v1/data-collections"
DATASETS = "/api/v1/datasets"
RUNS = "/api/v1/runs"
LONG_ID = "1" * 40
FORM = "multipart/form-data; boundary=x"


@dataclass(frozen=True)
class Bad:
    """One request; `token` says how the caller is named: as ann, not at all, or in which form."""

    case: str
    method: str
    path: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    authorization: str | None = "Bearer {token}"
    length: str | None = "true"


def post(case: str, body: bytes, status: int = 422, **more: object) -> Bad:
    return Bad(case, "POST", COLLECTIONS, status, body, **more)  # type: ignore[arg-type]


def put(case: str, body: bytes, status: int = 422) -> Bad:
    return Bad(case, "PUT", f"{COLLECTIONS}/{{collection}}", status, body)


def get(case: str, path: str, status: int) -> Bad:
    return Bad(case, "GET", path, status, headers={})


def part(name: str, content: str, more: str = "") -> bytes:
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'
    return f"{head}{content}\r\n".encode()


FILE = part("file", "prompt\nhello\n", '; filename="a.csv"')
METRICS = part("selected_metrics", "{}")
END = b"--x--\r\n"


def form(case: str, body: bytes, status: int, kind: str = FORM) -> Bad:
    return Bad(case, "POST", DATASETS, status, body, {"Content-Type": kind})


UNREADABLE = (
    post("no body", b""),
    post("only blanks", b"   "),
    post("broken off", b'{"name": "a'),
    post("not JSON", b"name=a"),
    post("two documents", b'{"name": "a"}{"name": "b"}'),
    post("a trailing comma", b'{"name": "a",}'),
    post("single quotes", b"{'name': 'a'}"),
    post("NaN", b'{"name": "a", "org_id": NaN}'),
    post("a comment", b'{"name": "a"} // b'),
    post("invalid UTF-8", b'{"name": "\xff\xfe"}'),
    post("half a surrogate pair", b'{"name": "\\ud800"}'),
    post("UTF-16", '{"name": "a"}'.encode("utf-16")),
    post("duplicate keys", b'{"name": "a", "name": "b"}'),
    post("duplicate keys deep inside", b'{"name": "a", "x": {"y": 1, "y": 2}}'),
    post("deep nesting", b'{"name": ' + b"[" * 300 + b"]" * 300 + b"}"),
    post("very deep nesting", b'{"name": ' + b"[" * 5000 + b"]" * 5000 + b"}"),
    post("a number of 5000 digits", b'{"name": "a", "org_id": ' + b"9" * 5000 + b"}"),
    post("10 MB of name", b'{"name": "' + b"a" * 10_000_000 + b'"}'),
    post("10 MB of blanks", b" " * 10_000_000 + b'{"name": "a"}'),
)
WRONG_TYPES = (
    post("an array", b"[]"),
    post("a string", b'"name"'),
    post("null", b"null"),
    post("a number", b"1"),
    post("no name", b"{}"),
    post("a null name", b'{"name": null}'),
    post("a number for a name", b'{"name": 1}'),
    post("an object for a name", b'{"name": {}}'),
    post("a NUL in the name", b'{"name": "a\\u0000b"}'),
    post("text for ids", b'{"name": "a", "dataset_ids": "1,2"}'),
    post("an object for ids", b'{"name": "a", "dataset_ids": {"1": 2}}'),
    post("a boolean among ids", b'{"name": "a", "dataset_ids": [true]}'),
    post("a fraction among ids", b'{"name": "a", "dataset_ids": [1.5]}'),
    post("null among ids", b'{"name": "a", "dataset_ids": [null]}'),
    post("text among ids", b'{"name": "a", "dataset_ids": ["one"]}'),
    post("an id of 40 digits", b'{"name": "a", "dataset_ids": [' + LONG_ID.encode() + b"]}"),
    post("an empty name", b'{"name": ""}', 400),
    post("a blank name", b'{"name": "   "}', 400),
    put("a number for a name on update", b'{"name": 5}'),
    put("a NUL in a name on update", b'{"name": "\\u0000"}'),
    put("text for an organisation", b'{"org_id": "acme"}'),
    put("true for an organisation", b'{"org_id": true}'),
    put("a fraction for an organisation", b'{"org_id": 1.5}'),
    put("an empty name on update", b'{"name": ""}', 400),
    put("an unknown organisation", b'{"org_id": 999999}', 400),
)
WRONG_CONTENT_TYPES = (
    post("text/plain", b'{"name": "a"}', headers={"Content-Type": "text/plain"}),
    post("a form", b"name=a", headers={"Content-Type": "application/x-www-form-urlencoded"}),
    post("no content type", b'{"name": "a"}', headers={}),
    post("an empty content type", b'{"name": "a"}', headers={"Content-Type": ""}),
    post("XML", b"<name>a</name>", headers={"Content-Type": "application/xml"}),
    post("no Content-Length", b'{"name": "a"}', length=None),
    post("a Content-Length of text", b'{"name": "a"}', length="many"),
    post("a negative Content-Length", b'{"name": "a"}', length="-5"),
)
WRONG_PATHS = (
    get("an id of 40 digits in the path", f"{COLLECTIONS}/{LONG_ID}", 422),
    get("a negative id", f"{COLLECTIONS}/-1", 404),
    get("id 0", f"{COLLECTIONS}/0", 404),
    get("text for an id", f"{COLLECTIONS}/one", 422),
    get("a fraction for an id", f"{COLLECTIONS}/1.5", 422),
    get("a blank for an id", f"{COLLECTIONS}/%20", 422),
    get("a NUL for an id", f"{COLLECTIONS}/%00", 422),
    get("invalid UTF-8 for an id", f"{COLLECTIONS}/%ff", 422),
    get("other digits for an id", f"{COLLECTIONS}/%D9%A1", 422),
    get("an unknown path", "/api/v1/nothing", 404),
    get("a path below a thing", f"{COLLECTIONS}/1/2", 404),
    get("a trailing slash", f"{COLLECTIONS}/", 404),
    get("two slashes", "/api/v1//data-collections", 404),
    get("dots in the path", "/api/v1/../v1/data-collections", 404),
    get("the prefix alone", "/api/v1/", 404),
    Bad("an unknown method", "PATCH", COLLECTIONS, 405),
    Bad("an invented method", "BREW", COLLECTIONS, 405),
    Bad("a method of another path", "POST", f"{COLLECTIONS}/1", 405),
)
WRONG_QUERIES = (
    get("a page size too large", f"{COLLECTIONS}?page_size=10001", 422),
    get("page size 0", f"{COLLECTIONS}?page_size=0", 422),
    get("page 0", f"{COLLECTIONS}?page=0", 422),
    get("a negative page", f"{COLLECTIONS}?page=-1", 422),
    get("text for a page", f"{COLLECTIONS}?page=one", 422),
    get("nothing for a page", f"{COLLECTIONS}?page=", 422),
    get("text for a boolean", f"{COLLECTIONS}?shared=maybe", 422),
    get("a search too long", f"{DATASETS}?search={'a' * 256}", 422),
    get("a NUL in a search", f"{DATASETS}?search=%00", 422),
    get("text for a dataset type", f"{DATASETS}?dataset_type_id=x", 422),
    get("an unknown dataset type", f"{DATASETS}?dataset_type_id=77", 404),
)
WRONG_CALLERS = (
    post("nobody with a body that cannot be read", b"{", 401, authorization=None),
    post("an empty Authorization", b"{}", 401, authorization=""),
    post("a token without Bearer", b"{}", 401, authorization="{token}"),
    post("Bearer without a token", b"{}", 401, authorization="Bearer"),
    post("Bearer and blanks", b"{}", 401, authorization="Bearer    "),
    post("two tokens", b"{}", 401, authorization="Bearer {token} {token}"),
    post("Basic", b"{}", 401, authorization="Basic YTpi"),
    post("a token cut short", b"{}", 401, authorization="Bearer sk_0"),
    post("a token in quotes", b"{}", 401, authorization='Bearer "{token}"'),
    post("a token that is not ASCII", b"{}", 401, authorization="Bearer t\u00f6ken"),
    post("a token of a megabyte", b"{}", 401, authorization="Bearer " + "a" * 1_000_000),
)
WRONG_FORMS = (
    form("JSON for a form", b"{}", 422, "application/json"),
    form("an empty form", END, 422),
    form("no boundary and no body", b"", 422, "multipart/form-data"),
    form("no file", METRICS + END, 422),
    form("no metrics", FILE + END, 422),
    form("a form broken off", FILE[:40], 422),
    form("metrics that are not JSON", FILE + part("selected_metrics", "{") + END, 400),
    form("metrics that are a list", FILE + part("selected_metrics", "[]") + END, 400),
    form("a file of binary noise", part("file", "\x00\x01", '; filename="a"') + METRICS + END, 400),
    form(
        "an unknown collection",
        FILE + METRICS + part("data_collection_id", "999999") + END,
        404,
    ),
    form("text for a collection", FILE + METRICS + part("data_collection_id", "x") + END, 422),
)
BAD_INPUTS = (
    *UNREADABLE,
    *WRONG_TYPES,
    *WRONG_CONTENT_TYPES,
    *WRONG_PATHS,
    *WRONG_QUERIES,
    *WRONG_CALLERS,
    *WRONG_FORMS,
)
