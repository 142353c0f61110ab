"""The worlds that a new server starts with: seed files, each the `given` of one vendor."""

from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import yaml

from mock_server.service import Seed

SHIPPED = Path(__file__).resolve().parent / "seeds"


class SeedError(ValueError):
    """A seed file cannot be read; the message names the file, the place and what was expected."""


def shipped() -> list[Path]:
    """Find the seed files that come with the server."""
    return sorted(SHIPPED.glob("*.yaml"))


def load(files: Iterable[str | PathLike[str]]) -> list[Seed]:
    """Read seed files."""
    return [_seed(Path(each)) for each in files]


def _seed(file: Path) -> Seed:
    try:
        told = yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise SeedError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SeedError(f"{file} is not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(told, dict) or not isinstance(told.get("vendor"), str):
        raise SeedError(
            f"{file} does not say whose world it is; begin it with a line like `vendor: aegis`."
        )
    given = {key: value for key, value in told.items() if key != "vendor"}
    return Seed(told["vendor"], given, str(file))
