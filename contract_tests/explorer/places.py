"""What the contract says of where things stand: an operation's kind of thing, and what shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from contract_tests.scenarios import Step
from mock_server.contract import Contract, Operation, load_contract


@dataclass(frozen=True, slots=True)
class View:
    """A GET that shows a list, or one thing of the kind that its path names."""

    operation: Operation
    kind: str | None
    before: str
    after: str = ""

    def path(self, expression: str) -> str:
        """Put a thing into the path; a list has no place for one."""
        return f"{self.before}${{{expression}}}{self.after}" if self.kind else self.before


@cache
def views(vendor: str) -> tuple[View, ...]:
    """Give every GET of a vendor that can be asked with at most one thing in its path."""
    return tuple(_views(load_contract(), vendor))


def _views(contract: Contract, vendor: str) -> Iterator[View]:
    for each in contract.of(vendor):
        needed = [one for one in each.parameters if one.required and one.place != "path"]
        in_path = each.placed("path")
        if each.method != "GET" or needed or len(in_path) > 1:
            continue
        if not in_path:
            yield View(each, None, each.relative_path)
        elif kind := each.vendor.names.get(in_path[0].name):
            before, _, after = each.relative_path.partition(f"{{{in_path[0].name}}}")
            yield View(each, kind, before, after)


@cache
def kind_of(vendor: str, operation: str) -> str:
    """Tell of what kind the things are that an operation answers with."""
    operations = load_contract().of(vendor)
    path = next(each.relative_path for each in operations if each.id == operation)
    above = path.rpartition("/")[0] if path.endswith("}") else path
    collections = {
        each.relative_path.rpartition("/")[0]: each.vendor.names.get(each.placed("path")[-1].name)
        for each in operations
        if each.relative_path.endswith("}")
    }
    fitting = [each for each in collections if f"{above}/".startswith(f"{each}/")]
    nearest = max(fitting, key=len, default="")
    return collections.get(nearest) or above.rpartition("/")[2]


@cache
def lists(vendor: str, operation: str) -> bool:
    """Tell whether an operation answers with a list: a GET whose path ends with no thing."""
    found = next(each for each in load_contract().of(vendor) if each.id == operation)
    return found.method == "GET" and not found.path.endswith("}")


def operation_of(vendor: str, step: Step) -> Operation | None:
    """Find the operation that a step asks; of two that fit, the one with fewer parameters."""
    return _operation(vendor, step.method, _form(step.path))


@cache
def _operation(vendor: str, method: str, form: tuple[str, ...]) -> Operation | None:
    fitting = [
        each
        for each in load_contract().of(vendor)
        if each.method == method and _fits(each.relative_path.split("/"), form)
    ]
    return min(fitting, key=lambda each: each.path.count("{"), default=None)


def _form(path: str) -> tuple[str, ...]:
    return tuple("$" if part.startswith("$") else part for part in path.split("/"))


def _fits(template: list[str], form: tuple[str, ...]) -> bool:
    return len(template) == len(form) and all(
        one.startswith("{") or one == other for one, other in zip(template, form, strict=True)
    )
