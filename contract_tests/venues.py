"""Which stages stories are played on: a target's, or the reference's."""

from collections.abc import Collection
from typing import Protocol

from contract_tests.provisioning import ProviderStates
from contract_tests.reference import PROVIDER_STATES, Reference, default_readings
from contract_tests.stage import NoStage, Stage
from contract_tests.target import HttpTarget
from contract_tests.target_file import Accounts, TargetFile
from mock_server.contract import load_contract


class Venue(Protocol):
    """Whoever has a stage for each vendor."""

    @property
    def name(self) -> str: ...

    @property
    def vendors(self) -> Collection[str]: ...

    def stage(self, vendor: str) -> Stage: ...

    def close(self) -> None: ...


class TargetVenue:
    """The one stage that a target file describes."""

    def __init__(self, file: TargetFile, *, connections: int) -> None:
        """Prepare the stage; raise NoStage when the file asks for what is not supported."""
        if isinstance(file.setup, Accounts):
            raise NoStage(
                "Accounts under setup are not supported yet; give the target a hook and "
                "name its URL as provider_states."
            )
        self.name = file.base_url
        self.vendors = (file.vendor,)
        self._stage = Stage(
            HttpTarget(file.base_url, connections=connections),
            ProviderStates(HttpTarget(file.setup.url, connections=connections)),
            load_contract(),
            readings=file.readings,
            defaults=default_readings(),
        )

    def stage(self, vendor: str) -> Stage:
        if vendor not in self.vendors:
            raise NoStage(f"The target is of {', '.join(self.vendors)}, not of {vendor}.")
        return self._stage

    def close(self) -> None:
        """Nothing to let go: the target is somebody else's."""


class ReferenceVenue:
    """The reference, spawned on a free port, with a stage for every vendor of the contract."""

    def __init__(self, *, connections: int) -> None:
        """Start the reference; raise NoStage when it does not come up."""
        self._contract = load_contract()
        self._reference = Reference()
        self.name = "the reference"
        self.vendors = tuple(self._contract.vendors)
        url = self._reference.start()
        provisioner = ProviderStates(HttpTarget(url + PROVIDER_STATES, connections=connections))
        self._stages = {
            vendor.id: Stage(
                HttpTarget(url + vendor.prefix, connections=connections),
                provisioner,
                self._contract,
                defaults=default_readings(),
            )
            for vendor in self._contract.vendors.values()
        }

    def stage(self, vendor: str) -> Stage:
        return self._stages[vendor]

    def close(self) -> None:
        self._reference.stop()
