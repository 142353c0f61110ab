"""A divergence as a story, with what the model answers expected in every step."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from contract_tests.absence import ABSENT
from contract_tests.explorer.deciding import Decision
from contract_tests.explorer.lockstep import Lockstep, read
from contract_tests.explorer.model import Divergence, Life, Probing
from contract_tests.names import Names, references
from contract_tests.scenarios import Step
from contract_tests.stage import Stage
from contract_tests.target import Response
from mock_server.contract import Contract, load_contract

LONGEST_TITLE, LONGEST_ANSWER = 100, 400
BRACED: Final = re.compile(r"^\$\{([A-Za-z_]\w*(?:\.\w+)*)\}$")
IN_PATH: Final = re.compile(r"\$\{([A-Za-z_]\w*(?:\.\w+)*)\}(?=/|$)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One divergence, shrunk: the life, where both part, the rules that decided, and the seed."""

    life: Life
    divergence: Divergence
    decision: Decision
    seed: int
    again: bool = False

    @property
    def title(self) -> str:
        """Tell in one line the rule that is broken, and where that is seen."""
        rule = load_contract().rules.get(next(iter(self.decision.rules), ""))
        told = rule.sentence if rule else "Model and target agree"
        return f"{self.divergence.operation}: {told}"[:LONGEST_TITLE].rstrip(" .")

    @property
    def slug(self) -> str:
        """Give the name of its files: the rule that decided, else the operation."""
        rule = next(iter(self.decision.rules), self.divergence.operation)
        words = f"{rule.partition('.')[2] or rule} {self.divergence.operation}"
        return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def story(finding: Finding, model: Stage) -> dict[str, Any]:
    """Give the story as its file has it; every expectation is the model's answer."""
    life = finding.life
    told = _answers(life, model)
    steps = [
        _step(step, response, life, last=place == len(life.steps) - 1, finding=finding, names=names)
        for place, (step, (response, names)) in enumerate(zip(life.steps, told, strict=True))
    ]
    rules = finding.decision.rules or ("unknown",)
    return {
        "title": finding.title,
        "rules": list(dict.fromkeys(rules)),
        "given": _plain(life.given),
        "steps": steps,
    }


def as_yaml(story: Mapping[str, Any]) -> str:
    """Write a story as its file holds it."""
    return yaml.dump(story, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


class _Dumper(yaml.SafeDumper):
    """Writes small objects and lists on one line, and knows no aliases."""

    def ignore_aliases(self, _: Any) -> bool:
        return True

    # The names and parameters of these two are PyYAML's.
    def represent_mapping(self, tag: str, mapping: Any, flow_style: Any = None) -> Any:
        flat = len(repr(mapping)) < LONGEST_TITLE and "steps" not in mapping
        return super().represent_mapping(tag, mapping, flow_style=flat or flow_style)

    def represent_sequence(self, tag: str, sequence: Any, flow_style: Any = None) -> Any:
        flat = len(repr(sequence)) < LONGEST_TITLE and not any("call" in each for each in sequence)
        return super().represent_sequence(tag, sequence, flow_style=flat or flow_style)


def _answers(life: Life, model: Stage) -> list[tuple[Response, Names]]:
    """Live a life on the model alone; give each answer, and what has a name when it comes."""
    pair = Lockstep(life, model, model, probing=Probing.NEVER)
    told = []
    try:
        for step in life.steps:
            pair.play(step)
            told.append((pair.last, _named(pair)))
    finally:
        pair.leave()
    return told


def _named(pair: Lockstep) -> Names:
    """Give expressions by what they stand for: things known, and texts that a side chose."""
    names = pair.model.names
    known: dict[str, object] = {}
    for name, told in names.answers.items():
        for key in ("email", "username", "full_name", "id"):
            if isinstance(told, Mapping) and isinstance(told.get(key), str | int):
                known[name if key == "id" else f"{name}.{key}"] = told[key]
    for thing in pair.things:
        known[thing.expression] = names.look_up(thing.expression)
    return Names(known)


def _step(  # noqa: PLR0913 -- a step and all that is known of its answer
    step: Step, response: Response, life: Life, *, last: bool, finding: Finding, names: Names
) -> dict[str, Any]:
    told: dict[str, Any] = {"as": step.caller, "call": f"{step.method} {_path(step.path)}"}
    if step.query:
        told["query"] = _plain(step.query)
    if step.body is not ABSENT:
        told["body"] = _plain(step.body)
    if step.form is not None:
        told["form"] = _plain(step.form)
    if step.save and _is_used(step.save, life):
        told["save"] = step.save
    expect: dict[str, Any] = {"status": response.status}
    if last and finding.divergence.difference.pointer:
        expect |= _expected(finding.divergence, response, names)
    return {**told, "expect": expect}


def _is_used(name: str, life: Life) -> bool:
    told = [[step.path, step.query, step.body, step.form] for step in life.steps]
    return any(each.partition(".")[0] == name for each in references(told))


def _expected(divergence: Divergence, response: Response, names: Names) -> dict[str, Any]:
    """Give of the model's answer what leads to the difference, in the story's names."""
    body = read(response)
    if isinstance(body, str):
        return {}
    parts = divergence.difference.pointer.split("/")[1:]
    ids = {value: expression for expression, value in names.answers.items()}
    return {"body": _leading(body, parts, ids)}


def _leading(value: Any, parts: list[str], names: Mapping[Any, str]) -> Any:
    """Keep the way to a place: its key in every object, and the ids of members on the way."""
    if isinstance(value, list):
        return [_leading(each, parts[1:], names) for each in value]
    if isinstance(value, dict):
        key = parts[0] if parts else ""
        kept = {
            name: _leading(each, parts[1:] if name == key else [], names)
            for name, each in value.items()
            if name == key or (name == "id" and each in names)
        }
        return kept or ({} if key else _of_names(value, names))
    return _name_of(value, names)


def _of_names(value: Mapping[str, Any], names: Mapping[Any, str]) -> Any:
    return {key: _name_of(each, names) for key, each in value.items() if _is_plain(each)}


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int | float | bool) or value is None


def _name_of(value: Any, names: Mapping[Any, str]) -> Any:
    if isinstance(value, str | int) and not isinstance(value, bool) and value in names:
        return f"${names[value]}"
    return value.replace("$", "$$") if isinstance(value, str) else value


def _path(path: str) -> str:
    return IN_PATH.sub(r"$\1", path)


def _plain(value: Any) -> Any:
    """Write references without braces where they stand alone."""
    if isinstance(value, str):
        return BRACED.sub(r"$\1", value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def both_answers(finding: Finding) -> tuple[str, str]:
    """Give what each side answered, short and without anybody's token."""
    divergence = finding.divergence
    return _shown(divergence.model), _shown(divergence.target)


def _shown(response: Response) -> str:
    told = " ".join(response.body.decode(errors="replace").split())
    return f"{response.status} {told[:LONGEST_ANSWER]}{'…' if len(told) > LONGEST_ANSWER else ''}"


def sentences(finding: Finding, contract: Contract) -> Iterator[str]:
    """Tell each rule that decided, with its sentence."""
    for rule in finding.decision.rules[:5]:
        known = contract.rules.get(rule)
        yield f"{rule}: {known.sentence}" if known else rule
