"""accord-waivers.yaml as values, with file, line and column in every complaint."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import yaml

from contract_tests.documents import shown_path
from contract_tests.problems import Place, Problem
from contract_tests.suggestions import suggestion
from contract_tests.waivers import Waiver

NAME: Final = "accord-waivers.yaml"
KINDS: Final = ("rule", "story")
NEEDED: Final = ("reason", "expires")
KEYS: Final = (*KINDS, *NEEDED, "link")
SHAPE: Final = "a list of {rule or story, reason, link, expires}"


class WaiverFileError(Exception):
    """A waiver file is missing or malformed; every problem says where and what was expected."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_waivers(
    path: Path, *, rules: Collection[str], stories: Collection[str]
) -> tuple[Waiver, ...]:
    """Read a waiver file; raise WaiverFileError when anything in it is wrong."""
    shown = shown_path(path)
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise _single(Place(shown), f"The file cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise _single(Place(shown), "The file is not UTF-8 text.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
        raise _single(place, f"The YAML breaks here: {error.problem}.") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise _single(Place(shown), f"This is not YAML, but it needs {SHAPE}.") from error
    reader = _Reader(shown, {"rule": rules, "story": stories})
    found = tuple(reader.waivers(root))
    if reader.problems:
        raise WaiverFileError(tuple(reader.problems))
    return found


def _single(place: Place, message: str) -> WaiverFileError:
    return WaiverFileError((Problem(place, message),))


class _Reader:
    """Walks the parsed file and collects problems."""

    def __init__(self, path: str, known: dict[str, Collection[str]]) -> None:
        self.problems: list[Problem] = []
        self._path, self._known = path, known

    def waivers(self, root: yaml.Node | None) -> Iterator[Waiver]:
        if root is None:
            return
        if not isinstance(root, yaml.SequenceNode):
            self._complain(root, f"The file needs {SHAPE} here.")
            return
        for node in root.value:
            before = len(self.problems)
            texts = self._texts(node)
            if texts and (kind := self._kind(node, texts)):
                waiver = self._waiver(node, kind, texts)
                if waiver and len(self.problems) == before:
                    yield waiver

    def _texts(self, node: yaml.Node) -> dict[str, yaml.ScalarNode]:
        """Read the keys of one waiver, whose values are all plain texts."""
        if not isinstance(node, yaml.MappingNode):
            self._complain(node, f"A waiver has keys with values; the file is {SHAPE}.")
            return {}
        texts: dict[str, yaml.ScalarNode] = {}
        for key, value in node.value:
            if key.value not in KEYS:
                said = f"A waiver has no key {key.value!r}. {suggestion(str(key.value), KEYS)}"
                self._complain(key, said)
            elif key.value in texts:
                self._complain(key, f"{key.value!r} stands twice in this waiver; keep one.")
            elif not isinstance(value, yaml.ScalarNode) or not value.value.strip():
                self._complain(value, f"{key.value} needs a text here.")
            else:
                texts[key.value] = value
        return texts

    def _kind(self, node: yaml.Node, texts: dict[str, yaml.ScalarNode]) -> str:
        kinds = [kind for kind in KINDS if kind in texts]
        if len(kinds) != 1:
            self._complain(node, "A waiver names either a rule or a story: exactly one of them.")
        for key in NEEDED:
            if key not in texts:
                self._complain(node, f"A waiver needs {key}; this one lacks it.")
        return kinds[0] if len(kinds) == 1 and all(key in texts for key in NEEDED) else ""

    def _waiver(
        self, node: yaml.Node, kind: str, texts: dict[str, yaml.ScalarNode]
    ) -> Waiver | None:
        expires = self._day(texts["expires"])
        self._refuse_unknown(kind, texts[kind])
        if expires is None:
            return None
        return Waiver(
            kind=kind,
            pattern=texts[kind].value,
            reason=" ".join(texts["reason"].value.split()),
            link=self._link(texts.get("link")),
            expires=expires,
            place=self._place(node),
        )

    def _refuse_unknown(self, kind: str, node: yaml.ScalarNode) -> None:
        known = self._known[kind]
        if not any(fnmatchcase(each, node.value) for each in known):
            said = f"There is no {kind} {node.value!r}. {suggestion(node.value, known)}"
            self._complain(node, said)

    def _day(self, node: yaml.ScalarNode) -> date | None:
        try:
            return datetime.strptime(node.value, "%Y-%m-%d").replace(tzinfo=UTC).date()
        except ValueError:
            self._complain(node, f"expires needs a day like 2026-12-31, not {node.value!r}.")
            return None

    def _link(self, node: yaml.ScalarNode | None) -> str:
        if node is None:
            return ""
        if not node.value.startswith(("https://", "http://")):
            self._complain(node, f"link needs a URL that begins with https://, not {node.value!r}.")
        return str(node.value)

    def _place(self, node: yaml.Node) -> Place:
        return Place(self._path, node.start_mark.line + 1, node.start_mark.column + 1)

    def _complain(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(self._place(node), message))
