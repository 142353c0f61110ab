"""The server's own paths: health, reset and provider states (design 3.1)."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from mock_server.domain.founded import GivenError, Unsupported
from mock_server.service import Service
from mock_server.web.cors import ANY_ORIGIN

VERSION = "0.1.0"
PUBLIC = "control.health"


def control(service: Service) -> Blueprint:
    """Make the blueprint of `/_accord/…`."""
    blueprint = Blueprint("control", __name__, url_prefix="/_accord")
    blueprint.before_request(_refuse_strangers)
    blueprint.after_request(_open_health)

    @blueprint.get("/health")
    def health() -> Response:
        return told(200, {"status": "ok", "version": VERSION})

    @blueprint.post("/reset")
    def reset() -> Response:
        service.reset()
        return nothing()

    @blueprint.post("/provider-states")
    def provider_states() -> Response:
        return _provider_state(service, request.get_data())

    return blueprint


def nothing() -> Response:
    """Answer that it is done, without a body."""
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response


def told(status: int, body: object) -> Response:
    """Answer with JSON."""
    return Response(msgspec.json.encode(body), status, content_type="application/json")


def _refuse_strangers() -> Response | None:
    """A page of another origin reads the server's health at most."""
    origin = request.headers.get("Origin")
    if origin is None or request.endpoint == PUBLIC or origin == request.host_url.rstrip("/"):
        return None
    return told(403, {"error": "A page of another origin does not control this server."})


def _open_health(response: Response) -> Response:
    if request.endpoint == PUBLIC:
        response.headers.extend(ANY_ORIGIN)
    return response


def _provider_state(service: Service, body: bytes) -> Response:
    try:
        state = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return told(400, {"error": "The body is not JSON; send {action, state, params}."})
    fault = _fault_of(state)
    if fault:
        return told(400, {"error": fault})
    return STATES[state["action"]](service, state["params"])


def _fault_of(state: Any) -> str | None:
    if not isinstance(state, dict) or state.get("action") not in tuple(STATES):
        return f"`action` is not one of: {', '.join(STATES)}."
    if state.get("state") != "world":
        return "`state` is not `world`, the only state that there is."
    if not isinstance(state.get("params"), dict):
        return "`params` is not an object."
    return None


def _set_up(service: Service, params: Mapping[str, Any]) -> Response:
    given = {key: value for key, value in params.items() if key != "vendor"}
    try:
        return told(200, service.found(str(params.get("vendor")), given))
    except Unsupported as error:
        return told(422, {"unsupported": list(error.things)})
    except GivenError as error:
        return told(422, {"error": str(error)})


def _tear_down(service: Service, params: Mapping[str, Any]) -> Response:
    if service.worlds.tear_down(str(params.get("world"))):
        return nothing()
    return told(422, {"error": "There is no such world; it may have been evicted."})


STATES = {"setup": _set_up, "teardown": _tear_down}
