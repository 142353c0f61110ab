"""Which vendors' people and things can be made through the public API."""

from collections.abc import Mapping
from typing import Final

from contract_tests.making import aegis, apify, humanloop, nebius
from contract_tests.making.form import Making

MAKINGS: Final[Mapping[str, Making]] = {
    "aegis": aegis.MAKING,
    "apify": apify.MAKING,
    "humanloop": humanloop.MAKING,
    "nebius": nebius.MAKING,
}
