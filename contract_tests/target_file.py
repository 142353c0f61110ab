"""target.yaml as values: the implementation under test, and how its people and things are made.

`${NAME}` stands for a variable of the environment. Its value is put in after the file was parsed,
so that no token can change the file's form or appear in a complaint about it.
"""

import os
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from contract_tests.problems import Place, Problem
from contract_tests.suggestions import suggestion

KEYS = ("vendor", "base_url", "setup", "readings", "things", "timeout", "visible_within")
NEEDED = ("vendor", "base_url", "setup")
WAYS = ("provider_states", "accounts")
TIMEOUT_SECONDS, LONGEST_SECONDS = 30.0, 600.0
DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(ms|s|m)?")
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, None: 1.0}
BOOLEAN, INTEGER = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int"
# Braces would end a value inside {…}; these two stand for them while the file is parsed.
OPEN, CLOSE = "\ue000", "\ue001"
WRITTEN = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
STAND_IN = re.compile(rf"\${OPEN}(\w+){CLOSE}")


class TargetFileError(Exception):
    """A target file is missing or malformed; every problem says where and what was expected."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of the file."""
        self.problems = tuple(
            sorted(problems, key=lambda each: (each.place.line, each.place.column))
        )
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who exists on the target already; `org` names an organisation or a project."""

    token: str = field(repr=False)
    org: str | None = None
    admin: bool = False


@dataclass(frozen=True, slots=True)
class ThingAt:
    """Something that exists on the target already: its id, its kind, and what it is like."""

    id: str | int
    kind: str = ""
    like: Mapping[str, str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatesAt:
    """People and things are made by the hook at this URL."""

    url: str


@dataclass(frozen=True, slots=True)
class Accounts:
    """People exist already, by the names that stories give them."""

    people: Mapping[str, Account]


@dataclass(frozen=True, slots=True)
class TargetFile:
    """What a target file says; `path` is where it lies, and ledgers beside it."""

    vendor: str
    base_url: str
    setup: StatesAt | Accounts
    readings: Mapping[str, str] = field(default_factory=dict)
    things: Mapping[str, ThingAt] = field(default_factory=dict)
    timeout: float = TIMEOUT_SECONDS
    visible_within: float = 0.0
    path: Path = field(default=Path("target.yaml"), compare=False)


def read_target_file(
    path: str | Path, *, vendors: Collection[str], environ: Mapping[str, str] = os.environ
) -> TargetFile:
    """Read a target file; raise TargetFileError when anything in it is wrong."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        root = yaml.compose(WRITTEN.sub(f"${OPEN}\\1{CLOSE}", text), Loader=yaml.SafeLoader)
    except OSError as error:
        raise _single(path, f"The file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise _single(path, "The file is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        column = error.problem_mark.column + 1 if error.problem_mark else 1
        place = Place(str(path), line, column)
        raise TargetFileError([Problem(place, f"This is not YAML: {error.problem}.")]) from error
    except yaml.YAMLError as error:
        raise _single(path, "This is not YAML: it holds a character that YAML forbids.") from error
    reader = _Reader(str(path), vendors, environ)
    found = reader.target_file(root)
    if reader.problems:
        raise TargetFileError(reader.problems)
    return replace(found, path=Path(path))


def _single(path: str | Path, message: str) -> TargetFileError:
    return TargetFileError([Problem(Place(str(path)), message)])


class _Reader:
    """Walks the parsed file and collects problems; what is wrong is read as empty."""

    def __init__(self, path: str, vendors: Collection[str], environ: Mapping[str, str]) -> None:
        self.problems: list[Problem] = []
        self._path, self._vendors, self._environ = path, vendors, environ

    def target_file(self, root: yaml.Node | None) -> TargetFile:
        if root is None:
            self._complain(None, f"The file is empty; it needs {', '.join(NEEDED)}.")
            return TargetFile("", "", Accounts({}))
        parts = self._mapping(root, "The target file", KEYS, NEEDED)
        return TargetFile(
            vendor=self._vendor(parts.get("vendor")),
            base_url=self._url(parts.get("base_url"), "base_url").rstrip("/"),
            setup=self._setup(parts.get("setup")),
            readings=self._texts(parts.get("readings")),
            things=self._things(parts.get("things")),
            timeout=self._seconds(parts.get("timeout"), "timeout") or TIMEOUT_SECONDS,
            visible_within=self._seconds(parts.get("visible_within"), "visible_within"),
        )

    def _vendor(self, node: yaml.Node | None) -> str:
        name = self._text(node, "vendor")
        if name and name not in self._vendors:
            self._complain(node, f"There is no vendor {name!r}. {suggestion(name, self._vendors)}")
        return name

    def _url(self, node: yaml.Node | None, key: str) -> str:
        url = self._text(node, key)
        if not url:
            return ""
        try:
            parts = urlsplit(url)
            whole = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            whole = False
        if not whole:
            self._complain(node, f"{key} needs a whole URL such as http://127.0.0.1:9000/api/v1.")
            return ""
        if parts.username or parts.password or parts.query or parts.fragment:
            self._complain(node, f"{key} takes no credentials, query or fragment; leave them out.")
        return url

    def _setup(self, node: yaml.Node | None) -> StatesAt | Accounts:
        parts = self._mapping(node, "setup", WAYS)
        if node is not None and (not parts or set(WAYS) <= parts.keys()):
            self._complain(node, f"setup needs one of {' or '.join(WAYS)}.")
        if "provider_states" in parts:
            return StatesAt(self._url(parts["provider_states"], "provider_states"))
        people = self._mapping(parts.get("accounts"), "accounts")
        accounts = {name: self._account(name, each) for name, each in people.items()}
        self._refuse_twins(people, accounts)
        return Accounts(accounts)

    def _account(self, name: str, node: yaml.Node) -> Account:
        parts = self._mapping(node, name, ("org", "project", "token", "admin"), ("token",))
        group = next((key for key in ("org", "project") if key in parts), None)
        return Account(
            token=self._text(parts.get("token"), "token"),
            org=self._text(parts[group], group) if group else None,
            admin=self._truth(parts["admin"], "admin") if "admin" in parts else False,
        )

    def _refuse_twins(
        self, nodes: Mapping[str, yaml.Node], accounts: Mapping[str, Account]
    ) -> None:
        """Complain of a token that stands under two names; the token itself is not told."""
        first: dict[str, str] = {}
        for name, account in accounts.items():
            other = first.setdefault(account.token, name)
            if account.token and other != name:
                message = f"{other} and {name} have the same token; give each person their own."
                self._complain(nodes[name], message)

    def _things(self, node: yaml.Node | None) -> dict[str, ThingAt]:
        parts = self._mapping(node, "things")
        return {name: self._thing(name, each) for name, each in parts.items()}

    def _thing(self, name: str, node: yaml.Node) -> ThingAt:
        if isinstance(node, yaml.ScalarNode):
            return ThingAt(self._id(node, name))
        parts = self._mapping(node, name, (), ("id",))
        like = {
            key: self._truth(each, key) if each.tag == BOOLEAN else self._text(each, key)
            for key, each in parts.items()
            if key not in ("id", "kind")
        }
        return ThingAt(self._id(parts.get("id"), "id"), self._text(parts.get("kind"), "kind"), like)

    def _id(self, node: yaml.Node | None, what: str) -> str | int:
        text = self._text(node, what)
        return int(text) if node is not None and node.tag == INTEGER else text

    def _truth(self, node: yaml.Node, what: str) -> bool:
        if node.tag != BOOLEAN:
            self._complain(node, f"{what} is true or false.")
        return bool(node.value in ("true", "True", "yes", "on"))

    def _seconds(self, node: yaml.Node | None, what: str) -> float:
        """Read a duration such as 2s or 500ms; nothing is 0."""
        text = self._text(node, what)
        if not text:
            return 0.0
        hit = DURATION.fullmatch(text)
        seconds = float(hit[1]) * UNITS[hit[2]] if hit else 0.0
        if not 0 < seconds <= LONGEST_SECONDS:
            self._complain(node, f"{what} needs a duration such as 2s or 500ms, at most 10m.")
        return seconds

    def _texts(self, node: yaml.Node | None) -> dict[str, str]:
        parts = self._mapping(node, "readings")
        return {id: self._text(each, id) for id, each in parts.items()}

    def _mapping(
        self,
        node: yaml.Node | None,
        what: str,
        known: Collection[str] = (),
        needed: Collection[str] = (),
    ) -> dict[str, yaml.Node]:
        """Give the entries of a mapping; without `known`, any name is a key."""
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            self._complain(node, f"{what} needs keys with values here.")
            return {}
        parts: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self._text(key, f"a key of {what}")
            if name in parts:
                self._complain(key, f"{what} names {name} twice.")
            if known and name not in known:
                self._complain(key, f"{what} has no key {name!r}. {suggestion(name, known)}")
            parts[name] = value
        for name in needed:
            if name not in parts:
                self._complain(node, f"{what} lacks {name}.")
        return parts

    def _text(self, node: yaml.Node | None, what: str) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
            self._complain(node, f"{what} needs a text here.")
            return ""
        for name in STAND_IN.findall(node.value):
            if not self._environ.get(name):
                self._complain(node, f"The environment variable {name} is not set; set it first.")
        return STAND_IN.sub(lambda hit: self._environ.get(hit[1], ""), node.value)

    def _complain(self, node: yaml.Node | None, message: str) -> None:
        line = node.start_mark.line + 1 if node else 1
        column = node.start_mark.column + 1 if node else 1
        self.problems.append(Problem(Place(self._path, line, column), message))
