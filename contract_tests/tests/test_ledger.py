"""What is written down of things that were made."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from contract_tests.cli import main
from contract_tests.ledger import FOLDER, Entry, Ledger, new_prefix, prefixes

PREFIX = "accord-3f2a-"
BUNDLE = Entry("data_collections", "/data-collections/14", "ann", "bundle")
MARCH = Entry("datasets", "/datasets/1", "bob", "march")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    found = Ledger(tmp_path, PREFIX)
    found.begin()
    return found


def test_what_was_made_is_on_disk_at_once(ledger: Ledger, tmp_path: Path) -> None:
    ledger.made(BUNDLE)
    assert Ledger.read(tmp_path, PREFIX).left == (BUNDLE,)


def test_what_is_gone_is_struck_out(ledger: Ledger, tmp_path: Path) -> None:
    ledger.made(BUNDLE)
    ledger.made(MARCH)
    ledger.gone(BUNDLE.path)
    assert Ledger.read(tmp_path, PREFIX).left == (MARCH,)


def test_the_youngest_comes_first(ledger: Ledger) -> None:
    ledger.made(BUNDLE)
    ledger.made(MARCH)
    assert ledger.left == (MARCH, BUNDLE)


def test_a_line_that_was_cut_off_is_left_out(ledger: Ledger, tmp_path: Path) -> None:
    ledger.made(BUNDLE)
    with (tmp_path / FOLDER / "accord-3f2a.jsonl").open("a") as file:
        file.write('{"made": {"kind"')
    assert Ledger.read(tmp_path, PREFIX).left == (BUNDLE,)


def test_a_ledger_of_a_clean_run_goes(ledger: Ledger, tmp_path: Path) -> None:
    ledger.made(BUNDLE)
    ledger.gone(BUNDLE.path)
    ledger.close()
    assert not list(tmp_path.iterdir())


def test_a_ledger_with_leftovers_stays(ledger: Ledger, tmp_path: Path) -> None:
    ledger.made(BUNDLE)
    ledger.close()
    assert prefixes(tmp_path) == (PREFIX,)


def test_each_run_has_a_prefix_of_its_own() -> None:
    assert len({new_prefix() for _ in range(20)}) > 1


@pytest.mark.parametrize(
    ("prefix", "setup", "complaint"),
    [
        ("accord-", "accounts: {ann: {token: t}}", "is no prefix of a run; it looks like"),
        ("", "accounts: {ann: {token: t}}", "is no prefix of a run; it looks like"),
        (PREFIX, "provider_states: http://h.test/s", "Only what accounts made is swept"),
        (PREFIX, "accounts: {ann: {token: t}}", "refuses connections; look at base_url"),
    ],
)
def test_a_sweep_that_cannot_be_is_told(
    tmp_path: Path, prefix: str, setup: str, complaint: str
) -> None:
    target = tmp_path / "target.yaml"
    target.write_text(f"vendor: aegis\nbase_url: http://127.0.0.1:9\nsetup: {{{setup}}}\n")
    arguments = ["sweep", "--target", str(target), "--prefix", prefix]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert complaint in result.stderr
