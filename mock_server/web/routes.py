"""Which operation a method and a path mean, by the contract alone."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from mock_server.contract import Operation

Values = tuple[str, ...]


class Place(NamedTuple):
    """A path of the contract: its operations by method, and what stands for its parameters."""

    operations: Mapping[str, Operation]
    values: Values = ()

    @property
    def methods(self) -> str:
        """The methods as an `Allow` header tells them; whoever may GET may HEAD."""
        head = {"HEAD"} if "GET" in self.operations else set()
        return ", ".join(sorted({*self.operations, *head, "OPTIONS"}))


class Branch:
    """One segment of the templated paths: what may follow, and which operations end here."""

    __slots__ = ("named", "open", "operations")

    def __init__(self) -> None:
        self.named: dict[str, Branch] = {}
        self.open: Branch | None = None
        self.operations: dict[str, Operation] = {}

    def grow(self, segment: str) -> "Branch":
        """Give the branch for a segment of a template, new if need be."""
        if segment.startswith("{"):
            self.open = self.open or Branch()
            return self.open
        return self.named.setdefault(segment, Branch())


class Routes:
    """All paths: those without parameters in a map, those with parameters in a tree.

    In the tree a segment that is named goes before one that stands for a parameter.
    """

    def __init__(self, operations: Iterable[Operation]) -> None:
        plain: dict[str, dict[str, Operation]] = {}
        self._root = Branch()
        for operation in operations:
            if "{" in operation.path:
                self._plant(operation)
            else:
                plain.setdefault(operation.path, {})[operation.method] = operation
        self._plain = {path: Place(operations) for path, operations in plain.items()}

    def place(self, path: str) -> Place | None:
        """Find the place that a path means; a path without parameters comes first."""
        return self._plain.get(path) or self._grown(path)

    def _grown(self, path: str) -> Place | None:
        branch = self._root
        values: Values = ()
        for segment in path.split("/"):
            after = branch.named.get(segment)
            if after is None:
                if branch.open is None or not segment:
                    return None
                after, values = branch.open, (*values, segment)
            branch = after
        return Place(branch.operations, values) if branch.operations else None

    def _plant(self, operation: Operation) -> None:
        branch = self._root
        for segment in operation.path.split("/"):
            branch = branch.grow(segment)
        branch.operations[operation.method] = operation
