"""What a browser page of any origin may do: ask the vendors' operations and read the documents."""

from collections.abc import Mapping
from typing import Any

Headers = list[tuple[str, str]]

EXPOSED = (
    "Accord-Rule, Accord-Request, Accord-World, Location, Content-Disposition, "
    "X-Apify-Pagination-Offset, X-Apify-Pagination-Limit, X-Apify-Pagination-Count, "
    "X-Apify-Pagination-Total, X-Apify-Pagination-Desc"
)
ANY_ORIGIN: Headers = [
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
]


def preflight(environ: Mapping[str, Any], methods: str) -> Headers:
    """Answer a browser that asks before it sends: every method here, every header it wants."""
    asked = environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "")
    wanted = [each.strip() for each in asked.split(",") if each.strip()]
    usual = [
        each for each in ("Authorization", "Content-Type") if each.lower() not in asked.lower()
    ]
    return [
        *ANY_ORIGIN,
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", ", ".join([*usual, *wanted])),
        ("Access-Control-Max-Age", "600"),
        ("Vary", "Access-Control-Request-Headers"),
    ]
