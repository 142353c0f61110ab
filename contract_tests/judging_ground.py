"""Where a command judges: a target's stage or the reference's, and the three exit codes."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import click

from contract_tests.provisioning import ProvisioningError, Unsupported
from contract_tests.reports.as_json import as_json
from contract_tests.reports.summary import Summary
from contract_tests.reports.writing import write_text
from contract_tests.stage import NoStage
from contract_tests.target import TargetUnreachable
from contract_tests.target_file import TargetFileError, read_target_file
from contract_tests.venues import ReferenceVenue, TargetVenue, Venue
from mock_server.contract import ContractError, load_contract

CONFORMS, DIFFERS, NOTHING_JUDGED = 0, 1, 2
FILE = click.Path(dir_okay=False, path_type=Path)
CONNECTIONS: Final = 16


class NothingJudged(click.ClickException):
    """Nothing could be judged; the message says why and what to do."""

    exit_code = NOTHING_JUDGED


TROUBLES = (ContractError, NoStage, ProvisioningError, TargetFileError, TargetUnreachable)


@contextmanager
def ground(target: Path | None) -> Iterator[Venue]:
    """Open a venue, and turn every trouble that is not the target's behaviour into exit code 2."""
    venue: Venue | None = None
    try:
        venue = opened(target)
        yield venue
    except Unsupported as error:
        raise NothingJudged(f"{error} Nothing was judged.") from error
    except TROUBLES as error:
        raise NothingJudged(str(error)) from error
    finally:
        if venue:
            venue.close()


def opened(target: Path | None) -> Venue:
    """Open the venue of a target file; without one, the reference in a process of its own."""
    if target is None:
        return ReferenceVenue(connections=CONNECTIONS)
    file = read_target_file(target, vendors=load_contract().vendors)
    return TargetVenue(file, connections=CONNECTIONS)


def wished(vendors: Sequence[str], known: Sequence[str], venue: Venue) -> tuple[str, ...]:
    """Give the vendors that are to be judged: all that the venue has, or those that are named."""
    for vendor in vendors:
        if vendor not in venue.vendors:
            there = ", ".join(sorted(venue.vendors))
            stop(f"There is no vendor {vendor!r} here; there is: {there}.")
    return tuple(each for each in vendors or venue.vendors if each in known)


def write_report(summary: Summary, path: Path) -> None:
    """Write a run as `accord verify` writes one."""
    try:
        write_text(path, json.dumps(as_json(summary), indent=2, ensure_ascii=False))
    except OSError as error:
        stop(f"{path} cannot be written: {error.strerror}.")


def stop(message: str) -> NoReturn:
    """End the command, for nothing can be judged."""
    raise NothingJudged(message)
