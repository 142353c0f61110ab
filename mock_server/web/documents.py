"""What a reader finds: the contract as YAML and JSON, and a page that says what is here."""

from functools import cache

import msgspec
from flask import Blueprint, Response

from mock_server.contract import Contract, contract_path
from mock_server.web.cors import ANY_ORIGIN

WELCOME = """\
Accord: a reference server for four vendors' dataset APIs.

{vendors}

/openapi.yaml            the contract, also as /openapi.json
/_accord/health          whether the server answers
/_accord/provider-states found a world of your own: POST {{action, state, params}}
/_accord/reset           back to the seed worlds: POST
"""


def documents(contract: Contract) -> Blueprint:
    """Make the blueprint of the documents."""
    blueprint = Blueprint("documents", __name__)
    blueprint.after_request(_open)

    @cache
    def as_json() -> bytes:
        return msgspec.json.encode(contract.document)

    @blueprint.get("/openapi.yaml")
    def openapi_yaml() -> Response:
        return Response(contract_path().read_bytes(), content_type="application/yaml")

    @blueprint.get("/openapi.json")
    def openapi_json() -> Response:
        return Response(as_json(), content_type="application/json")

    @blueprint.get("/")
    def welcome() -> Response:
        vendors = "\n".join(
            f"{each.prefix + '/…':<24} {each.title}" for each in contract.vendors.values()
        )
        return Response(WELCOME.format(vendors=vendors), content_type="text/plain; charset=utf-8")

    return blueprint


def _open(response: Response) -> Response:
    response.headers.extend(ANY_ORIGIN)
    return response
