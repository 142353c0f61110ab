"""One question before the run: whether an API answers at base_url, and not something before it."""

from contract_tests.conformity import NotJson, read_json
from contract_tests.stage import NoStage
from contract_tests.target import Request, Response, Target, TargetUnreachable, origin
from contract_tests.wire import JSON
from mock_server.contract import Contract


def greeted(target: Target, contract: Contract, vendor: str) -> None:
    """Ask for a list as nobody; raise NoStage when what answers is no API."""
    path = min((each.relative_path for each in contract.of(vendor) if _is_plain(each)), key=len)
    try:
        response = target.send(Request("GET", path, {"Accept": JSON}))
    except TargetUnreachable as error:
        raise NoStage(str(error)) from error
    if trouble := _trouble(response):
        raise NoStage(f"GET {path} at {origin(target.base_url)} {trouble}")


def _is_plain(operation: object) -> bool:
    return getattr(operation, "method", "") == "GET" and "{" not in getattr(operation, "path", "{")


def _trouble(response: Response) -> str:
    if 300 <= response.status < 400:
        where = response.headers.get("location", "")
        to = f" to {origin(where)}" if "://" in where else ""
        return f"redirects{to}; give as base_url the address that answers itself."
    html = response.body.lstrip()[:1] == b"<"
    if html and response.status < 300:
        return (
            "answers with a web page instead of JSON, perhaps a login; "
            "give as base_url the address of the API itself."
        )
    if html and response.status == 404:
        return "is a web page that says 404; look at the path of base_url."
    if response.status < 300 and not _is_json(response.body):
        return "answers with something that is not JSON; look at base_url: is this the API?"
    return ""


def _is_json(body: bytes) -> bool:
    try:
        read_json(body)
    except NotJson:
        return False
    return True
