"""Model and target side by side: the same founding, the same requests, and what everybody sees.

The model is the reference in process. A step goes to both; status and body have to agree, and
after every step so does everything that every person can see: each list, each thing. A view whose
two answers are, byte for byte, those that agreed before is not compared again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from contract_tests.absence import ABSENT
from contract_tests.explorer.model import NOBODY, Difference, Divergence, Life, Probing, asked
from contract_tests.explorer.places import View, kind_of, lists, operation_of, views
from contract_tests.explorer.variables import Variables
from contract_tests.names import Names
from contract_tests.provisioning import Founding
from contract_tests.scenarios import Step
from contract_tests.stage import Stage
from contract_tests.target import Request, Response
from contract_tests.wire import IMPOSTOR, credentials, forged_token, request_of
from mock_server.contract import Vendor

RULE_HEADER = "accord-rule"


class Side:
    """One of the two that are asked: its stage, its founding and what it calls things."""

    def __init__(self, vendor: str, stage: Stage, given: Mapping[str, Any]) -> None:
        """Found the world; what refuses to found it raises."""
        self.stage = stage
        self.founding: Founding = stage.provisioner.setup(vendor, given)
        self.names: Names = self.founding.names
        self._known: dict[str, Mapping[str, str]] = {
            NOBODY: {},
            IMPOSTOR: credentials(stage.contract, vendor, forged_token(stage.contract, vendor)),
        }
        for name, token in self.founding.tokens.items():
            self._known[name] = credentials(stage.contract, vendor, token)

    def request(self, step: Step) -> Request:
        return request_of(step, self.names, self._known[step.caller])

    def leave(self) -> None:
        self.stage.provisioner.teardown(self.founding)


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that both sides know: its kind, and how a story writes its id."""

    kind: str
    expression: str


@dataclass(slots=True)
class _Sight:
    """One view by one person: its requests, and the answers that agreed last."""

    step: Step
    view: View
    ours: Request
    theirs: Request
    agreed: tuple[bytes, bytes] | None = None


class Lockstep:
    """One life, lived on both sides at once."""

    def __init__(
        self, life: Life, model: Stage, target: Stage, *, probing: Probing = Probing.CHANGES
    ) -> None:
        """Found both worlds; `probing` tells after what it is looked at what people see."""
        self.vendor: Vendor = model.contract.vendors[life.vendor]
        self.probing = probing
        self.requests = 0
        self.last = Response(0, {}, b"")
        self.variables = Variables(self.vendor.names, frozenset(self.vendor.volatile))
        self.model = Side(life.vendor, model, life.given)
        try:
            self.target = Side(life.vendor, target, life.given)
        except BaseException:
            self.model.leave()
            raise
        self.people = tuple(life.given.get("users", {}))
        self.things: list[Thing] = []
        self._sights: list[_Sight] = []
        self._seen = 0
        self._showing = frozenset(each.operation.id for each in views(life.vendor))
        self._operations = frozenset(each.id for each in model.contract.of(life.vendor))
        self._rules: tuple[str, ...] = ()
        self._meet(life.given)

    def leave(self) -> None:
        """Take both worlds down."""
        self.model.leave()
        self.target.leave()

    def play(self, step: Step) -> Divergence | None:
        """Ask both the same; give where they part, in the answer or in what people see after."""
        operation = operation_of(self.vendor.id, step)
        ours, theirs = self.model.request(step), self.target.request(step)
        model, target = self._both(ours, theirs)
        self.last = model
        rules = rules_in(model)
        name = operation.id if operation else f"{step.method} {step.path}"
        if found := self._difference(model, target, name):
            return Divergence(step, name, found, rules or self._rules, model, target)
        if step.method != "GET":
            # What a refusal does wrongly shows in a later look, as what a change does wrongly.
            self._rules = rules or self._rules
        if step.save and model.status < 300:
            self._save(step.save, model, target)
        return self.look(rules) if self._shows(step, model) else None

    def _shows(self, step: Step, model: Response) -> bool:
        """Tell whether to look; what a refusal did wrongly is still there after the next change."""
        if step.method == "GET" or self.probing is Probing.NEVER:
            return False
        return model.status < 400 or self.probing is Probing.ALWAYS

    def look(self, rules: tuple[str, ...] = ()) -> Divergence | None:
        """Compare everything that every person can see."""
        self._see()
        for sight in self._sights:
            model, target = self._both(sight.ours, sight.theirs)
            if (model.body, target.body) == sight.agreed and model.status == target.status:
                continue
            name = sight.view.operation.id
            if found := self._difference(model, target, name):
                decided = rules_in(model) or rules or self._rules
                return Divergence(sight.step, name, found, decided, model, target, looked=True)
            sight.agreed = (model.body, target.body)
        return None

    def _both(self, ours: Request, theirs: Request) -> tuple[Response, Response]:
        self.requests += 1
        return self.model.stage.target.send(ours), self.target.stage.target.send(theirs)

    def _difference(self, model: Response, target: Response, operation: str) -> Difference | None:
        if model.status != target.status:
            message = f"the model answers {model.status}, the target {target.status}"
            return Difference("", model.status, target.status, message)
        if model.status >= 400:
            return self._named_otherwise(model, target)
        if model.body == target.body and self.variables.same and operation in self._showing:
            return None
        known = operation in self._operations
        kind = kind_of(self.vendor.id, operation) if known else ""
        return self.variables.difference(
            read(model), read(target), kind, lists=known and lists(self.vendor.id, operation)
        )

    def _named_otherwise(self, model: Response, target: Response) -> Difference | None:
        """Compare what refusals are called, where the contract names them."""
        ours, theirs = _error_type(model), _error_type(target)
        if not self.vendor.error_types or ours == theirs:
            return None
        message = f"the model calls the refusal {ours}, the target {theirs}"
        return Difference("/error/type", ours, theirs, message)

    def _meet(self, given: Mapping[str, Any]) -> None:
        """Pair the ids and texts of the founding, and learn which things there are."""
        kinds = dict(_kinds(given))
        for name, ours in self.model.names.answers.items():
            theirs = self.target.names.answers.get(name)
            if not isinstance(ours, Mapping) or not isinstance(theirs, Mapping):
                continue
            kind = kinds.get(name, "")
            if kind:
                self.variables.bind(kind, ours["id"], theirs["id"])
                self.things.append(Thing(kind, name))
            for key, text in ours.items():
                other = theirs.get(key)
                if key not in ("id", "token") and isinstance(text, str) and isinstance(other, str):
                    self.variables.choose(text, other)
                    self._meet_part(f"{name}.{key}", text, other)

    def _meet_part(self, expression: str, ours: str, theirs: str) -> None:
        """Pair what is named after its kind in the answer of a setup, as a default_environment."""
        for kind in frozenset(self.vendor.names.values()):
            if expression.endswith(f"_{kind.removesuffix('s')}"):
                self.variables.bind(kind, ours, theirs)
                self.things.append(Thing(kind, expression))

    def _save(self, name: str, model: Response, target: Response) -> None:
        ours, theirs = read(model), read(target)
        self.model.names = self.model.names.saved(name, ours)
        self.target.names = self.target.names.saved(name, theirs)
        kinds = frozenset(self.vendor.names.values())
        for at, namespace, _ in self.variables.new:
            if namespace in kinds:
                path = "" if at == ("id",) else "".join(f".{part}" for part in at)
                self.things.append(Thing(namespace, name + path))

    def _see(self) -> None:
        """Add the views of things that became known since the last look."""
        new, first = self.things[self._seen :], not self._sights
        self._seen = len(self.things)
        for view in views(self.vendor.id):
            if view.kind is None and first:
                self._sights += [self._sight(view, who, "") for who in self._lookers(view)]
            for thing in new:
                if thing.kind == view.kind:
                    self._sights += [
                        self._sight(view, who, thing.expression) for who in self._lookers(view)
                    ]

    def _lookers(self, view: View) -> tuple[str, ...]:
        """Give everybody; nobody in particular looks only where no token is needed."""
        return (*self.people, NOBODY) if view.operation.open else self.people

    def _sight(self, view: View, caller: str, expression: str) -> _Sight:
        step = asked(caller, "GET", view.path(expression))
        return _Sight(step, view, self.model.request(step), self.target.request(step))


def rules_in(response: Response) -> tuple[str, ...]:
    """Give the rules that an answer of the model names."""
    told = response.headers.get(RULE_HEADER, "")
    return tuple(each.strip() for each in told.split(",") if each.strip())


def read(response: Response) -> object:
    """Read a body: as JSON where it is some, else as text; ABSENT where there is none."""
    if not response.body:
        return ABSENT
    try:
        return msgspec.json.decode(response.body)
    except msgspec.DecodeError:
        return response.body.decode(errors="replace")


def _error_type(response: Response) -> object:
    told = read(response)
    error = told.get("error") if isinstance(told, dict) else None
    return error.get("type") if isinstance(error, dict) else None


def _kinds(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Tell of what kind each name of a founding is, versions of a thing included."""
    for kind, things in given.items():
        for name in things:
            yield name, kind
            told = things[name] if isinstance(things, Mapping) else None
            for part, members in (told or {}).items():
                for each in members if isinstance(members, list) else ():
                    if isinstance(each, Mapping) and "as" in each:
                        yield f"{name}.{each['as']}", part
