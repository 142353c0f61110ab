"""The parts of the documentation that are made, not typed: `python -m contract_tests.readme`."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from contract_tests.matrix import matrix, vendors
from contract_tests.reference import functions
from contract_tests.reports.access import matrix_as_markdown
from contract_tests.reports.rules import as_markdown, rows
from contract_tests.scoring import broken_servers
from contract_tests.shelf import shipped_stories, stories
from mock_server.contract import load_contract

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
TREE = ("mock_server", "contract_tests")
PART = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def made(text: str) -> str:
    """Give the README's text with each made part as it is to be now."""
    return PART.sub(lambda hit: f"{hit[1]}{MAKERS[hit[2]]()}\n{hit[3]}", text)


def tree() -> str:
    """Give every module with the sentence that its docstring opens with."""
    lines = [line for package in TREE for line in _package(ROOT / package, 0)]
    width = max(len(name) for name, _ in lines) + 2
    body = "\n".join(f"{name:<{width}}{sentence}".rstrip() for name, sentence in lines)
    return f"```\n{body}\n```"


def _package(folder: Path, depth: int) -> Iterator[tuple[str, str]]:
    indent = "  " * depth
    yield f"{indent}{folder.name}/", _opening(folder / "__init__.py")
    for module in sorted(folder.glob("*.py")):
        if module.name != "__init__.py":
            yield f"{indent}  {module.stem}", _opening(module)
    for below in sorted(folder.iterdir()):
        if (below / "__init__.py").exists() and below.name != "tests":
            yield from _package(below, depth + 1)


def _opening(module: Path) -> str:
    told = ast.get_docstring(ast.parse(module.read_text())) or ""
    return told.split("\n")[0]


def rules() -> str:
    """Give the table of all rules, one fold a vendor."""
    told = Counter(rule for story in stories([shipped_stories()]) for rule in story.rules)
    return "\n\n".join(_fold(vendor, told) for vendor in load_contract().vendors)


def _fold(vendor: str, told: Mapping[str, int]) -> str:
    contract = load_contract()
    own = [rule for rule in contract.rules.values() if rule.id.startswith(f"{vendor}.")]
    table = "\n".join(as_markdown(rows(own, functions(), told)))
    title = f"{contract.vendors[vendor].title}: {len(own)} rules"
    return f"<details><summary>{title}</summary>\n\n{table}\n\n</details>"


def power() -> str:
    """Give the table of servers broken on purpose, each of which CI demands to be caught."""
    lines = ["| vendor | without a rule | with a fault | in all |", "|---|---|---|---|"]
    for id, vendor in load_contract().vendors.items():
        servers = tuple(broken_servers([id]))
        faults = sum(1 for each in servers if each.is_fault)
        lines.append(f"| {vendor.title} | {len(servers) - faults} | {faults} | {len(servers)} |")
    return "\n".join(lines)


def access(vendor: str) -> str:
    """Give the page with the access matrix of a vendor."""
    title = load_contract().vendors[vendor].title
    return "\n".join(
        (
            f"# Who is answered what: {title}",
            "",
            "Played on the reference by `accord rules --matrix`, not typed. A cell holds the",
            "answer; in brackets, the answers of other documented [readings](../README.md).",
            "Nobody owns a thing that is organisation-only: its *owner* is a plain member.",
            "",
            *matrix_as_markdown(matrix(vendor)),
        )
    )


MAKERS: Mapping[str, Callable[[], str]] = {"power": power, "tree": tree, "rules": rules}


def main() -> None:
    """Write everything that is made anew."""
    README.write_text(made(README.read_text()))
    DOCS.mkdir(exist_ok=True)
    for vendor in vendors():
        (DOCS / f"access-{vendor}.md").write_text(access(vendor))
    sys.stdout.write("README.md and docs/ are true.\n")


if __name__ == "__main__":
    main()
