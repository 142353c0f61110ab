"""One vendor's part of the contract as an OpenAPI document of its own, and what is known of it."""

from collections.abc import Collection, Mapping
from copy import deepcopy
from typing import Any, Final

from mock_server.contract import METHODS, Contract

REFUSALS: Final = range(400, 500)
ALWAYS: Final = (401, 404, 405)  # by whom, where, and how is asked: whatever else is said

# What Schemathesis checks, and the rule of the wire that each check holds the target to.
CHECKS: Final[Mapping[str, str]] = {
    "not_a_server_error": "answer-shape",
    "status_code_conformance": "answer-shape",
    "content_type_conformance": "answer-shape",
    "response_headers_conformance": "answer-shape",
    "response_schema_conformance": "answer-shape",
    "use_after_free": "answer-shape",
    "ensure_resource_availability": "answer-shape",
    "negative_data_rejection": "request-valid",
    "positive_data_acceptance": "request-valid",
    "ignored_auth": "token-required",
}
# An undeclared method is no operation of the contract, and no header but the token is required.
LEFT_OUT: Final = (
    "unsupported_method",
    "allow_header_conformance",
    "missing_required_header",
    "object_level_authorization",
)


def document_of(
    contract: Contract, vendor: str, base_url: str, operations: Collection[str] = ()
) -> dict[str, Any]:
    """Give a document whose paths follow `base_url`: all operations, or those that are named."""
    prefix = contract.vendors[vendor].prefix
    # A copy: Schemathesis writes the links that it infers into the document that it is given.
    return deepcopy(_part(contract, prefix, base_url, operations))


def _part(
    contract: Contract, prefix: str, base_url: str, operations: Collection[str]
) -> dict[str, Any]:
    return {
        "openapi": contract.document["openapi"],
        "info": contract.document["info"],
        "servers": [{"url": base_url}],
        "security": contract.document["security"],
        "paths": {
            path.removeprefix(prefix): _item(item, operations)
            for path, item in contract.document["paths"].items()
            if path.startswith(prefix + "/")
        },
        "components": contract.document["components"],
    }


def _item(item: Mapping[str, Any], operations: Collection[str]) -> dict[str, Any]:
    """Leave the vendor's own servers out, and what is not wished for."""
    return {
        key: each
        for key, each in item.items()
        if key != "servers"
        and (key not in METHODS or not operations or each["operationId"] in operations)
    }


def statuses_of(contract: Contract, vendor: str) -> tuple[int, ...]:
    """Give every status by which the vendor's operations refuse."""
    told = {status for operation in contract.of(vendor) for status in operation.responses}
    told |= set(contract.vendors[vendor].statuses.values()) | set(ALWAYS)
    return tuple(sorted(status for status in told if status in REFUSALS))


def settings(contract: Contract, vendor: str, base_url: str, examples: int) -> dict[str, Any]:
    """Say in Schemathesis' own words what is generated and checked.

    A request that fits the schema may still be refused, by a rule: every documented refusal is
    as good as an acceptance, and every one is a rejection.
    """
    refusals = [str(status) for status in statuses_of(contract, vendor)]
    checks: dict[str, Any] = {name: {"enabled": True} for name in CHECKS}
    checks |= {name: {"enabled": False} for name in LEFT_OUT}
    checks["negative_data_rejection"]["expected-statuses"] = [*refusals, "5xx"]
    checks["positive_data_acceptance"]["expected-statuses"] = ["2xx", *refusals, "5xx"]
    return {
        "base-url": base_url,
        "continue-on-failure": True,
        "checks": checks,
        "generation": {
            "max-examples": examples,
            "database": "none",
            "with-security-parameters": False,
        },
    }


def methods(document: Mapping[str, Any]) -> int:
    """Count the operations of a document."""
    return sum(1 for item in document["paths"].values() for method in METHODS if method in item)
