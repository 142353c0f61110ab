"""create_app(): the one place where all rooms meet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from os import PathLike

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from mock_server import seeding
from mock_server.breaking import broken, refuse_unknown
from mock_server.clocks import Clock, RealClock
from mock_server.contract import Contract, load_contract
from mock_server.domain.aegis import faults as aegis_faults
from mock_server.domain.aegis import founding as aegis_founding
from mock_server.domain.aegis import readings as aegis_readings
from mock_server.domain.aegis import rulebook as aegis_rulebook
from mock_server.domain.apify import faults as apify_faults
from mock_server.domain.apify import finding as apify_finding
from mock_server.domain.apify import founding as apify_founding
from mock_server.domain.apify import readings as apify_readings
from mock_server.domain.apify import rulebook as apify_rulebook
from mock_server.domain.faults import Fault
from mock_server.domain.founded import Founded
from mock_server.domain.humanloop import faults as humanloop_faults
from mock_server.domain.humanloop import founding as humanloop_founding
from mock_server.domain.humanloop import readings as humanloop_readings
from mock_server.domain.humanloop import rulebook as humanloop_rulebook
from mock_server.domain.nebius import faults as nebius_faults
from mock_server.domain.nebius import founding as nebius_founding
from mock_server.domain.nebius import readings as nebius_readings
from mock_server.domain.nebius import rulebook as nebius_rulebook
from mock_server.domain.readings import Reading, choose
from mock_server.domain.step import Rulebook
from mock_server.racing_faults import RACING_FAULTS, RacingFault, service_with
from mock_server.service import Book, Service
from mock_server.web.control import control, told
from mock_server.web.dialects import aegis as aegis_dialect
from mock_server.web.dialects import apify as apify_dialect
from mock_server.web.dialects import humanloop as humanloop_dialect
from mock_server.web.dialects import nebius as nebius_dialect
from mock_server.web.dialects.dialect import Dialect
from mock_server.web.documents import documents
from mock_server.web.responses import Voice
from mock_server.web.road import WIRE_RULES, Road
from mock_server.worlds import Worlds

# The suite sees the server through this door only.
__all__ = [
    "RACING_FAULTS",
    "WINGS",
    "WIRE_RULES",
    "Accord",
    "Fault",
    "RacingFault",
    "Reading",
    "Wing",
    "create_app",
]


@dataclass(frozen=True, slots=True)
class Wing:
    """All that the house has of one vendor."""

    rulebook: Rulebook
    readings: tuple[Reading, ...]
    found: Callable[..., Founded]
    dialect: Dialect
    faults: tuple[Fault, ...] = ()
    handles: Callable[[str], Iterable[str]] = lambda _: ()


WINGS: Mapping[str, Wing] = {
    "aegis": Wing(
        rulebook=aegis_rulebook.RULEBOOK,
        readings=aegis_readings.READINGS,
        found=aegis_founding.found,
        dialect=aegis_dialect.DIALECT,
        faults=aegis_faults.FAULTS,
    ),
    "humanloop": Wing(
        rulebook=humanloop_rulebook.RULEBOOK,
        readings=humanloop_readings.READINGS,
        found=humanloop_founding.found,
        dialect=humanloop_dialect.DIALECT,
        faults=humanloop_faults.FAULTS,
    ),
    "apify": Wing(
        rulebook=apify_rulebook.RULEBOOK,
        readings=apify_readings.READINGS,
        found=apify_founding.found,
        dialect=apify_dialect.DIALECT,
        handles=apify_finding.handles_in,
        faults=apify_faults.FAULTS,
    ),
    "nebius": Wing(
        rulebook=nebius_rulebook.RULEBOOK,
        readings=nebius_readings.READINGS,
        found=nebius_founding.found,
        dialect=nebius_dialect.DIALECT,
        faults=nebius_faults.FAULTS,
    ),
}


@dataclass(frozen=True, slots=True)
class Accord:
    """What the suite may look into, at `app.extensions["accord"]`."""

    contract: Contract
    wings: Mapping[str, Wing]
    readings: Mapping[str, str]
    service: Service
    road: Road


def create_app(  # noqa: PLR0913  # options, keyword-only, each independent of the others
    *,
    contract: Contract | None = None,
    readings: Mapping[str, str] = {},
    without: Iterable[str] = (),
    fault: str | None = None,
    clock: Clock | None = None,
    seeds: Iterable[str | PathLike[str]] | None = None,
    max_worlds: int = 1000,
    wings: Mapping[str, Wing] = WINGS,
) -> Flask:
    """Build the reference server; `without` and `fault` build one that is broken on purpose."""
    contract = contract or load_contract()
    chosen = choose([each for wing in wings.values() for each in wing.readings], readings)
    service = service_with(fault)(
        _books(contract, wings, tuple(without), fault),
        Worlds(limit=max_worlds),
        clock or RealClock(),
        readings=chosen,
        seeds=seeding.load(seeding.shipped() if seeds is None else seeds),
    )
    app = _flask(contract, service)
    voices = {
        id: Voice(contract.vendors[id], wing.dialect, contract, chosen)
        for id, wing in wings.items()
    }
    road = Road(contract, service, voices, app.wsgi_app)
    app.extensions["accord"] = Accord(contract, wings, chosen, service, road)
    app.wsgi_app = road  # type: ignore[method-assign]  # the documented place of a middleware
    return app


def _flask(contract: Contract, service: Service) -> Flask:
    """Make the Flask app that serves everything but the contract's operations."""
    app = Flask("mock_server", static_folder=None)
    app.register_blueprint(control(service))
    app.register_blueprint(documents(contract))
    app.register_error_handler(HTTPException, _explained)
    return app


def _explained(error: HTTPException) -> Response:
    return told(error.code or 500, {"error": f"{error.name}. GET / says what is here."})


def _books(
    contract: Contract, wings: Mapping[str, Wing], left_out: tuple[str, ...], fault: str | None
) -> dict[str, Book]:
    faults = [each for wing in wings.values() for each in wing.faults]
    known = {each.id for each in faults} | {each.id for each in RACING_FAULTS}
    refuse_unknown((wing.rulebook for wing in wings.values()), known, left_out, fault)
    return {
        id: Book(
            *broken(wing.rulebook, wing.faults, left_out, fault),
            wing.found,
            contract.vendors[id].token_prefix,
            wing.handles,
        )
        for id, wing in wings.items()
    }
