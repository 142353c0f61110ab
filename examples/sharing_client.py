"""A small client of Aegis Evals: which data collections one sees, and sharing one's own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen


class NotYours(Exception):
    """Only its owner shares a data collection."""


@dataclass(frozen=True)
class SharingClient:
    """Asks Aegis as one person."""

    base_url: str
    token: str = field(repr=False)

    def names(self) -> list[str]:
        """Name the data collections that this person sees."""
        told = self._ask("GET", "/data-collections")
        return [each["name"] for each in told["items"]]

    def share(self, collection: int, organisation: int | None) -> None:
        """Share a data collection, or with None unshare it; raise NotYours for anybody else's."""
        try:
            self._ask("PUT", f"/data-collections/{collection}", {"org_id": organisation})
        except HTTPError as error:
            with error:
                if error.code == 403:
                    raise NotYours(f"Data collection {collection} is somebody else's.") from None
            raise

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        with urlopen(Request(self.base_url + path, sent, headers, method=method)) as answer:
            return json.load(answer)
