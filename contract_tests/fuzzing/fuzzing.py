"""A run of Schemathesis' engine on one vendor of a target, and what it found, once each."""

import codecs
import random
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

import schemathesis
from schemathesis import Case
from schemathesis import Response as Answer
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder

from contract_tests.conformity import conformity, find_operation
from contract_tests.curl import curl, masked
from contract_tests.fuzzing.as_sent import query_is_valid
from contract_tests.fuzzing.document import CHECKS, document_of, methods, settings
from contract_tests.fuzzing.population import Credentials, Population
from contract_tests.stage import Stage
from contract_tests.target import Request, Response
from mock_server.contract import Operation

LONGEST: Final = 400
BOM: Final = codecs.BOM_UTF8
UNTOLD: Final = frozenset(
    {"User-Agent", "Accept-Encoding", "Connection", "X-Schemathesis-TestCaseId", "Content-Length"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: the rule of the wire, in which operation, and how to see it."""

    rule: str
    check: str
    operation: str
    message: str
    who: str
    status: int
    curl: str


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What came of the requests of one vendor; `troubles` is what the run itself could not do."""

    vendor: str
    requests: int
    seconds: float
    findings: tuple[Finding, ...]
    troubles: tuple[str, ...] = ()


class Fuzz:
    """One vendor's requests on one target."""

    def __init__(
        self, stage: Stage, vendor: str, seed: int, operations: Collection[str] = ()
    ) -> None:
        """Generate requests of all operations, or of those that are named."""
        self._operations = operations
        self.stage, self.vendor, self.seed = stage, vendor, seed
        draw = random.Random(seed)
        self._population = Population(stage, stage.contract.vendors[vendor], draw)
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._troubles: dict[str, None] = {}
        self._requests = 0

    def run(self, examples: int, tick: Callable[[int], None] = lambda _: None) -> Fuzzed:
        """Generate about so many requests, and check every answer."""
        started = time.perf_counter()
        try:
            for event in from_schema(self._schema(examples)).execute():
                before = self._requests
                self._heard(event)
                tick(self._requests - before)
        finally:
            self._population.leave()
        return Fuzzed(
            self.vendor,
            self._requests,
            time.perf_counter() - started,
            tuple(self._findings.values()),
            tuple(self._troubles),
        )

    def _schema(self, examples: int) -> Any:
        contract, base_url = self.stage.contract, self.stage.target.base_url
        document = document_of(contract, self.vendor, base_url, self._operations)
        each = max(1, examples // methods(document))
        told = {**settings(contract, self.vendor, base_url, each), "seed": self.seed}
        config = schemathesis.Config.from_dict(told)
        schema = schemathesis.openapi.from_dict(document, config=config)
        population = self._population
        provider = type("People", (Credentials,), {"population": population})
        schema.auth(refresh_interval=None)(provider)
        schema.hook("map_case")(lambda _, case: population.populate(case))
        schema.hook("filter_failure")(
            lambda _, failure, case, answer: self._is_finding(failure, case, answer)
        )
        return schema

    def _is_finding(self, failure: Failure, case: Case[Any], response: Answer) -> bool:
        """Tell whether a failure stands when request and answer are read as they were sent."""
        method = case.method.upper()
        operation = find_operation(self.stage.contract, self.vendor, method, case.path)
        if operation is None:
            return True
        if isinstance(failure, AcceptedNegativeData):
            return not _only_query(case) or not query_is_valid(
                operation, response.request.url or ""
            )
        return not response.content.startswith(BOM) or not _conforms_unmarked(operation, response)

    def _heard(self, event: object) -> None:
        if isinstance(event, events.ScenarioFinished):
            self._requests += len(event.recorder.interactions)
            for finding in self._found(event.recorder):
                self._findings.setdefault(
                    (finding.check, finding.operation, _kind(finding)), finding
                )
        elif isinstance(event, events.NonFatalError | events.FatalError):
            told = getattr(event, "info", None) or event
            self._troubles[self._hidden(str(getattr(told, "message", told)))[:LONGEST]] = None

    def _found(self, recorder: ScenarioRecorder) -> Iterator[Finding]:
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.status == Status.FAILURE and check.failure_info:
                    failure = check.failure_info.failure
                    interaction = recorder.interactions.get(failure.case_id or case_id)
                    if interaction:
                        yield self._finding(check.name, failure, interaction)

    def _finding(self, check: str, failure: Failure, interaction: Interaction) -> Finding:
        request, response = interaction.request, interaction.response
        headers = {name: ", ".join(map(str, each)) for name, each in request.headers.items()}
        sent = {
            name: token
            for token, name in self._population.tokens.items()
            if any(token in value for value in headers.values()) or token in request.uri
        }
        base_url = self.stage.target.base_url
        path = request.uri.removeprefix(base_url)
        shown = {name: value for name, value in headers.items() if name not in UNTOLD}
        asked = Request(request.method, path, shown, request.body or b"")
        return Finding(
            rule=f"{self.vendor}.wire.{CHECKS.get(check, 'answer-shape')}",
            check=check,
            operation=str(failure.operation),
            message=self._hidden(f"{failure.title}: {failure.message}"),
            who=next(iter(sent), "nobody"),
            status=response.status_code if response is not None else 0,
            curl=curl(base_url, asked, sent),
        )

    def _hidden(self, text: str) -> str:
        for token, name in self._population.tokens.items():
            text = masked(text, {name: token}) if token in text else text
        return text


def _only_query(case: Case[Any]) -> bool:
    """Tell whether nothing but the query was made wrong."""
    others = (each for each in ParameterLocation if each is not ParameterLocation.QUERY)
    return case.meta is not None and not any(map(case.meta.is_negative_at, others))


def _conforms_unmarked(operation: Operation, response: Answer) -> bool:
    """Tell whether a text that was asked for with its mark is as documented behind the mark."""
    headers = {name.lower(): ", ".join(each) for name, each in response.headers.items()}
    read = Response(response.status_code, headers, response.content.removeprefix(BOM))
    return not conformity(operation, read)[0]


def _kind(finding: Finding) -> str:
    return f"{finding.message.partition(':')[0]} {finding.status}"
