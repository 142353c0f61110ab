"""The arrows between the rooms: who may import whom (design, section 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDORS = ("aegis", "apify", "humanloop", "nebius")
OURS = ("mock_server", "contract_tests")

# A room sees the rooms named here and, within its own folder, its neighbours.
MAY_SEE = {
    "mock_server.domain": {"mock_server.domain"},
    "mock_server.contract": set[str](),
    "mock_server.worlds": {"mock_server.domain"},
    "mock_server.service": {"mock_server.domain", "mock_server.worlds", "mock_server.clocks"},
    "mock_server.web": {
        "mock_server.contract",
        "mock_server.domain.outcomes",
        "mock_server.domain.founded",
        "mock_server.domain.readings",
        "mock_server.service",
        "mock_server.worlds",
    },
}
SUITE_MAY_SEE = ("mock_server.app", "mock_server.contract", "mock_server.cli", ".founding")
PURE_FORBIDDEN = {
    "datetime", "flask", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "threading",
    "time", "uuid", "werkzeug",
}  # fmt: skip


def modules() -> Iterator[tuple[str, Path]]:
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            modules_below = {
                f"{node.module}.{alias.name}"
                for alias in node.names
                if (ROOT / Path(*node.module.split("."), f"{alias.name}.py")).exists()
            }
            found |= modules_below or {node.module}
    return found


def ours(path: Path) -> set[str]:
    return {each for each in imports(path) if each.split(".")[0] in OURS}


MODULES = [(name, path) for name, path in modules() if ".tests" not in name]
DOMAIN = [(name, path) for name, path in MODULES if name.startswith("mock_server.domain")]


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_a_room_sees_only_the_rooms_below_it(name: str, path: Path) -> None:
    room = next((room for room in MAY_SEE if f"{name}.".startswith(f"{room}.")), None)
    allowed = {room, *MAY_SEE[room]} if room else set(OURS)

    above = {
        each for each in ours(path) if not any(f"{each}.".startswith(f"{ok}.") for ok in allowed)
    }

    assert above == set()


@pytest.mark.parametrize(("name", "path"), DOMAIN, ids=[name for name, _ in DOMAIN])
def test_the_domain_is_pure(name: str, path: Path) -> None:
    assert {each.split(".")[0] for each in imports(path)} & PURE_FORBIDDEN == set()


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_no_vendor_sees_another(name: str, path: Path) -> None:
    own = [vendor for vendor in VENDORS if f".{vendor}" in name]
    others = {
        each
        for each in ours(path)
        for vendor in VENDORS
        if own and vendor not in own and f".{vendor}" in each
    }

    assert others == set()


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_the_suite_sees_the_server_only_through_its_doors(name: str, path: Path) -> None:
    if name.startswith("mock_server"):
        assert not any(each.startswith("contract_tests") for each in ours(path))
        return

    seen = {each for each in ours(path) if each.startswith("mock_server")}

    assert {each for each in seen if not any(door in each for door in SUITE_MAY_SEE)} == set()


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_a_module_opens_with_what_lives_in_it(name: str, path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text()))


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _ in MODULES])
def test_no_file_outgrows_four_hundred_lines(name: str, path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


def test_no_code_asks_which_vendor_it_serves() -> None:
    asking = [name for name, path in MODULES if _compares_a_vendor(ast.parse(path.read_text()))]

    assert asking == []


def _compares_a_vendor(tree: ast.Module) -> bool:
    return any(
        isinstance(operand, ast.Constant) and operand.value in VENDORS
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for operand in (node.left, *node.comparators)
    )
