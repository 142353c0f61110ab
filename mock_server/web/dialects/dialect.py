"""What a dialect is: the bodies of a vendor's errors, one function each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mock_server.domain.outcomes import Refused


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one vendor words what goes wrong; the statuses stand in the contract.

    `typed` puts into a body what the contract calls the error, where a vendor has names for them.
    """

    refused: Callable[[Refused, int], object]
    invalid: Callable[[Sequence[Mapping[str, Any]]], object]
    told: Callable[[str], object]
    challenge: Mapping[str, str] = field(default_factory=dict)
    typed: Callable[[Any, str], object] = lambda body, error_type: body  # noqa: ARG005

    unauthenticated: str = "The API key is missing or not valid."
    unknown_token: str = "The API key is missing or not valid."
    no_such_path: str = "There is no such path."
    no_such_method: str = "This path does not have this method."
    internal: str = "The server met an error of its own."
