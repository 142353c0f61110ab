"""The rules of the contract, with the function and the number of stories of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from mock_server.app import Fault, RacingFault, Reading
from mock_server.contract import Rule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule and its addresses: the function that is it, the stories that tell it."""

    rule: Rule
    function: str
    stories: int


def rows(
    rules: Iterable[Rule], functions: Mapping[str, str], stories: Mapping[str, int]
) -> Iterator[RuleRow]:
    """Put together what is known of each rule."""
    for rule in rules:
        yield RuleRow(rule, functions.get(rule.id, ""), stories.get(rule.id, 0))


def tell_rules(told: Iterable[RuleRow], out: Console) -> None:
    """Print each rule in three lines: id and facts, sentence, function."""
    for row in told:
        facts = [str(row.rule.status or ""), row.rule.basis, _stories(row.stories)]
        out.print(
            Text.assemble(
                (f"{row.rule.id:<64}", "bold cyan"),
                f"{facts[0]:>4}  ",
                (f"{facts[1]:<12}", "dim"),
                (f"{facts[2]:>12}", "" if row.stories else "yellow"),
            ),
            soft_wrap=True,
        )
        out.print(Text(f"  {row.rule.sentence}"))
        if row.function:
            out.print(Text(f"  {row.function}", "dim"), soft_wrap=True)


def _stories(number: int) -> str:
    return f"{number} story" if number == 1 else f"{number} stories"


def as_markdown(told: Iterable[RuleRow]) -> Iterator[str]:
    """Give the lines of a Markdown table of rules."""
    yield "| rule | sentence | basis | refusal | function | stories |"
    yield "|---|---|---|---|---|---|"
    for row in told:
        function = f"`{row.function.removeprefix('mock_server.domain.')}`" if row.function else ""
        yield (
            f"| `{row.rule.id}` | {row.rule.sentence.replace('|', chr(92) + '|')} "
            f"| {row.rule.basis} | {row.rule.status or ''} | {function} | {row.stories} |"
        )


def tell_readings(readings: Iterable[Reading], out: Console) -> None:
    """Print each reading: its question, its options with the default first, what it is about."""
    for each in readings:
        others = [option for option in each.options if option != each.default]
        out.print(
            Text.assemble(
                (f"{each.id:<64}", "bold cyan"),
                (f"{each.question:<6}", "dim"),
                (each.default, "bold"),
                "".join(f" | {option}" for option in others),
            ),
            soft_wrap=True,
        )
        out.print(Text(f"  {each.sentence}"))


def tell_faults(faults: Iterable[Fault | RacingFault], out: Console) -> None:
    """Print each fault: its id, to be served with `accord serve --fault ID`, and its mistake."""
    for each in faults:
        out.print(Text(each.id, "bold cyan"), soft_wrap=True)
        out.print(Text(f"  {each.sentence}"))
