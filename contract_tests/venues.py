"""Which stages stories are played on: a target's, or the reference's."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Protocol

from contract_tests.accounts import AccountsProvisioner
from contract_tests.acquaintance import acquainted
from contract_tests.desk import Counter
from contract_tests.doorstep import greeted
from contract_tests.ledger import Ledger, new_prefix, prefixes, sweep_line
from contract_tests.making.vendors import MAKINGS
from contract_tests.patience import Patient
from contract_tests.preflight import Preflight, preflight
from contract_tests.provisioning import ProviderStates, Provisioner
from contract_tests.reference import PROVIDER_STATES, Reference, default_readings
from contract_tests.scenarios import Scenario
from contract_tests.stage import NoStage, Stage
from contract_tests.target import HttpTarget, Target
from contract_tests.target_file import Accounts, StatesAt, TargetFile
from mock_server.contract import load_contract


class Venue(Protocol):
    """Whoever has a stage for each vendor."""

    @property
    def name(self) -> str: ...

    @property
    def vendors(self) -> Collection[str]: ...

    def stage(self, vendor: str) -> Stage: ...

    def preflight(self, scenarios: Iterable[Scenario]) -> Preflight | None: ...

    def close(self) -> None: ...


class TargetVenue:
    """The one stage that a target file describes."""

    def __init__(self, file: TargetFile, *, connections: int) -> None:
        """Prepare the stage; raise NoStage when no API answers, or not as these people."""
        self.name = file.base_url
        self.vendors = (file.vendor,)
        self._accounts: AccountsProvisioner | None = None
        self._leftovers = tuple(sweep_line(file.path, each) for each in prefixes(file.path.parent))
        self._connections, self._seconds = connections, file.timeout
        contract, target = load_contract(), self._target(file.base_url)
        greeted(target, contract, file.vendor)
        self._stage = Stage(
            target,
            self._provisioner(file, target),
            contract,
            readings=file.readings,
            defaults=default_readings(),
            visible_within=file.visible_within,
        )

    def stage(self, vendor: str) -> Stage:
        if vendor not in self.vendors:
            raise NoStage(f"The target is of {', '.join(self.vendors)}, not of {vendor}.")
        return self._stage

    def preflight(self, scenarios: Iterable[Scenario]) -> Preflight | None:
        """Tell what the accounts leave untested; a hook makes whatever it can."""
        if self._accounts is None:
            return None
        told = preflight([(each, self._accounts.plan(each)) for each in scenarios])
        return replace(told, leftovers=self._leftovers)

    def close(self) -> None:
        """End the ledger; the target itself is somebody else's."""
        if self._accounts:
            self._accounts.close()

    def _target(self, url: str) -> Target:
        http = HttpTarget(url, connections=self._connections, seconds=self._seconds)
        return Patient(http)

    def _provisioner(self, file: TargetFile, target: Target) -> Provisioner:
        if isinstance(file.setup, StatesAt):
            return ProviderStates(self._target(file.setup.url))
        self._accounts = hired(file, target)
        return self._accounts


def hired(file: TargetFile, target: Target) -> AccountsProvisioner:
    """Get to know the accounts of a target file; raise NoStage when they cannot be played."""
    if not isinstance(file.setup, Accounts) or not file.setup.people:
        raise NoStage("setup.accounts names nobody; name at least one person and their token.")
    if file.vendor not in MAKINGS:
        raise NoStage(
            f"How things of {file.vendor} are made through its public API is not known; "
            "give the target a hook and name its URL as setup.provider_states."
        )
    ledger = Ledger(file.path.parent, new_prefix())
    try:
        ledger.begin()
    except OSError as error:
        raise NoStage(f"The ledger cannot be written beside {file.path}: {error}.") from error
    making = MAKINGS[file.vendor]
    counter = Counter(target, load_contract(), file.vendor, making, ledger, file.visible_within)
    try:
        company = acquainted(counter, file.setup.people, file.things)
    except NoStage:
        ledger.close()
        raise
    return AccountsProvisioner(counter, company, sweep_line(file.path, ledger.prefix))


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

    def preflight(self, _: Iterable[Scenario]) -> Preflight | None:
        """Nothing is missing: the reference makes whatever is given."""
        return None

    def close(self) -> None:
        self._reference.stop()
