"""Where stories are played, and what the target is held to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from contract_tests.provisioning import Provisioner
from contract_tests.target import Target
from mock_server.contract import Contract


class NoStage(Exception):
    """Stories cannot be played where they were to be; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A target, whoever founds its worlds, and what it is held to.

    `readings` is what the target is known to choose; `defaults` what the reference chooses. What
    is done may show only after a while: `visible_within` so many seconds.
    """

    target: Target
    provisioner: Provisioner
    contract: Contract
    readings: Mapping[str, str] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    visible_within: float = 0.0
