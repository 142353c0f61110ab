"""A shared system for tests: the reference with accounts of fixed tokens, and things of others."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_tests.reference import Reference
from contract_tests.target import HttpTarget, Request

SEED = """\
vendor: aegis
orgs: {acme: {id: 3}, globex: {id: 4}}
users:
  ann: {org: acme, token: sk_ann00000000000000000000000000000}
  bob: {org: acme, token: sk_bob00000000000000000000000000000}
  cat: {org: acme, token: sk_cat00000000000000000000000000000}
  boss: {org: acme, admin: true, token: sk_boss0000000000000000000000000000}
  eve: {org: globex, token: sk_eve00000000000000000000000000000}
  zed: {token: sk_zed00000000000000000000000000000}
data_collections:
  before: {owner: bob, org: acme, name: Here before}
  theirs: {owner: eve, org: globex, name: Eve's}
  house: {org: acme, name: House}
datasets:
  mine: {owner: ann, name: Ann's own}
"""
TOKENS = {name: f"sk_{name:0<32}"[:35] for name in ("ann", "bob", "cat", "boss", "eve", "zed")}
ORGS = {"ann": "acme", "bob": "acme", "cat": "acme", "boss": "acme", "eve": "globex"}


@dataclass(frozen=True)
class System:
    """A server that knows nothing of stories, and its accounts."""

    url: str
    folder: Path

    def target(self, *names: str, more: str = "", **people: str) -> Path:
        """Write the target file of these accounts; `people` changes what is said of one."""
        path = self.folder / "accounts.yaml"
        told = {name: _said(name) for name in names or TOKENS} | people
        lines = "".join(f"    {name}: {{{each}}}\n" for name, each in told.items())
        text = f"vendor: aegis\nbase_url: {self.url}/api/v1\n{more}setup:\n  accounts:\n{lines}"
        path.write_text(text, encoding="utf-8")
        return path

    def with_states(self) -> Path:
        """Write the target file of the same server with its hook."""
        path = self.folder / "states.yaml"
        hook = f"{self.url}/_accord/provider-states"
        text = f"vendor: aegis\nbase_url: {self.url}/api/v1\nsetup: {{provider_states: {hook}}}\n"
        path.write_text(text, encoding="utf-8")
        return path

    def told(self, who: str, path: str) -> bytes:
        """Ask as one of the accounts."""
        headers = {"Authorization": f"Bearer {TOKENS[who]}"}
        return HttpTarget(f"{self.url}/api/v1").send(Request("GET", path, headers)).body

    def everything(self) -> dict[str, Any]:
        """Tell all that the accounts see."""
        paths = ("/data-collections?page_size=10000", "/datasets?page_size=10000")
        return {f"{who} {path}": self.told(who, path) for who in TOKENS for path in paths}


def _said(name: str) -> str:
    org = f"org: {ORGS[name]}, " if name in ORGS else ""
    admin = "admin: true, " if name == "boss" else ""
    return f"{org}{admin}token: {TOKENS[name]}"


@contextmanager
def shared_system(folder: Path) -> Iterator[System]:
    """Run the shared system while the block runs."""
    seed = folder / "people.yaml"
    seed.write_text(SEED, encoding="utf-8")
    reference = Reference("--seed", str(seed))
    try:
        yield System(reference.start(), folder)
    finally:
        reference.stop()
