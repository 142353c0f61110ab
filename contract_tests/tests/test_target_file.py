"""Target files, whole and malformed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_tests.target_file import (
    Accounts,
    StatesAt,
    TargetFile,
    TargetFileError,
    ThingAt,
    read_target_file,
)

WHOLE = """\
vendor: aegis
base_url: http://127.0.0.1:9000/api/v1/
setup: {provider_states: http://127.0.0.1:9000/_states}
readings: {aegis.unknown-dataset-on-update: 404}
"""
Read = Callable[..., TargetFile]
SETUP = "setup: {provider_states: http://h.test/s}\n"
BASE = "base_url: http://h.test/v1\n"


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reading(text: str, **environ: str) -> TargetFile:
        path = tmp_path / "target.yaml"
        path.write_text(text, encoding="utf-8")
        return read_target_file(path, vendors=("aegis", "apify"), environ=environ)

    return reading


def test_a_whole_file_is_read(read: Read) -> None:
    assert read(WHOLE) == TargetFile(
        "aegis",
        "http://127.0.0.1:9000/api/v1",
        StatesAt("http://127.0.0.1:9000/_states"),
        {"aegis.unknown-dataset-on-update": "404"},
    )


def test_accounts_take_their_tokens_from_the_environment(read: Read) -> None:
    text = f"vendor: aegis\n{BASE}setup: {{accounts: {{ann: {{org: acme, token: ${{KEY}}}}}}}}\n"
    setup = read(text, KEY="sk_1: {x}").setup
    assert isinstance(setup, Accounts)
    assert setup.people["ann"].token == "sk_1: {x}"


@pytest.mark.parametrize(
    ("told", "seconds"), [("2s", 2.0), ("500ms", 0.5), ("1.5", 1.5), ("1m", 60.0)]
)
def test_a_duration_is_read(read: Read, told: str, seconds: float) -> None:
    assert read(f"{WHOLE}timeout: {told}\n").timeout == seconds


def test_a_thing_is_read_with_what_it_is_like(read: Read) -> None:
    thing = read(f"{WHOLE}things: {{house: {{id: 6, kind: datasets, org: acme}}}}\n").things
    assert thing == {"house": ThingAt(6, "datasets", {"org": "acme"})}


def test_a_token_is_not_shown(read: Read) -> None:
    text = f"vendor: aegis\n{BASE}setup: {{accounts: {{ann: {{token: ${{KEY}}}}}}}}\n"
    assert "sk_secret" not in repr(read(text, KEY="sk_secret"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "1:1: The file is empty; it needs vendor, base_url, setup."),
        ("[1]", "1:1: The target file needs keys with values here."),
        (f"vendor: aegs\n{BASE}{SETUP}", "1:9: There is no vendor 'aegs'. Did you mean 'aegis'?"),
        (f"{BASE}{SETUP}", "1:1: The target file lacks vendor."),
        (
            f"vendor: aegis\n{BASE}{SETUP}reading: {{}}\n",
            "4:1: The target file has no key 'reading'. Did you mean 'readings'?",
        ),
        (
            f"vendor: aegis\n{BASE}setup: {{provider_state: http://h.test}}\n",
            "3:9: setup has no key 'provider_state'. Did you mean 'provider_states'?",
        ),
        (f"vendor: aegis\n{BASE}setup: {{}}\n", "3:8: setup needs one of provider_states or"),
        (f"vendor: aegis\nbase_url: h.test/v1\n{SETUP}", "2:11: base_url needs a whole URL"),
        (
            f"vendor: aegis\nbase_url: http://me:pw@h.test/v1\n{SETUP}",
            "2:11: base_url takes no credentials",
        ),
        (f"vendor: aegis\nvendor: aegis\n{BASE}{SETUP}", "2:1: The target file names vendor twice"),
        (f"vendor: null\n{BASE}{SETUP}", "1:9: vendor needs a text here."),
        (
            f"vendor: aegis\n{BASE}setup: {{accounts: {{ann: {{token: ${{KEY}}}}}}}}\n",
            "3:33: The environment variable KEY is not set; set it first.",
        ),
        (
            f"vendor: aegis\n{BASE}setup: {{accounts: {{ann: {{org: acme}}}}}}\n",
            "3:25: ann lacks token.",
        ),
        (
            f"vendor: aegis\n{BASE}setup: {{accounts: {{ann: {{token: t}}, bob: {{token: t}}}}}}\n",
            "3:42: ann and bob have the same token; give each person their own.",
        ),
        (
            f"vendor: aegis\n{BASE}setup: {{accounts: {{ann: {{token: t, admin: maybe}}}}}}\n",
            "3:43: admin is true or false.",
        ),
        (
            f"vendor: aegis\n{BASE}{SETUP}timeout: soon\n",
            "4:10: timeout needs a duration such as 2s or 500ms, at most 10m.",
        ),
        (f"vendor: aegis\n{BASE}{SETUP}timeout: 0s\n", "4:10: timeout needs a duration"),
        (f"vendor: aegis\n{BASE}{SETUP}visible_within: 1h\n", "visible_within needs a duration"),
        (f"vendor: aegis\n{BASE}{SETUP}things: {{house: {{kind: x}}}}\n", "house lacks id."),
        ("vendor: [aegis", "This is not YAML"),
        ("vendor: \x00", "This is not YAML"),
    ],
)
def test_a_fault_is_told_where_it_stands(read: Read, text: str, complaint: str) -> None:
    with pytest.raises(TargetFileError) as error:
        read(text)
    assert complaint in str(error.value)


def test_every_fault_is_told(read: Read) -> None:
    with pytest.raises(TargetFileError) as error:
        read("vendr: aegis\nbase_url: 1\n")
    assert len(error.value.problems) == 4


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(TargetFileError, match="No such file"):
        read_target_file(tmp_path / "none.yaml", vendors=())
