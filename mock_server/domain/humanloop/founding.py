"""From the `given` of a story or seed to a Humanloop world: people, environments, datasets.

Every organisation has its default environment, `production`. As in the vendor's own system the
first version of a dataset is deployed there, unless the `given` says where it is deployed.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from mock_server.domain.founded import Founded, GivenError
from mock_server.domain.humanloop.datapoints import read_datapoint, without_doubles
from mock_server.domain.humanloop.paths import directory_of, name_in
from mock_server.domain.humanloop.world import (
    DEFAULT,
    OTHER,
    Dataset,
    Environment,
    HumanloopWorld,
    Person,
    Version,
    content_of,
    digest,
)

PRODUCTION = "production"


class GivenDefault(Struct, frozen=True, forbid_unknown_fields=True):
    """The default environment of an organisation."""

    id: str | None = None
    name: str = PRODUCTION
    created_at: str | None = None


class GivenOrg(Struct, frozen=True, forbid_unknown_fields=True):
    id: str | None = None
    default_environment: GivenDefault = GivenDefault()


class GivenUser(Struct, frozen=True, forbid_unknown_fields=True):
    org: str
    email: str | None = None
    full_name: str | None = None
    id: str | None = None
    token: str | None = None


class GivenEnvironment(Struct, frozen=True, forbid_unknown_fields=True):
    org: str
    name: str | None = None
    id: str | None = None
    created_at: str | None = None


class GivenDatapoint(Struct, frozen=True, forbid_unknown_fields=True):
    inputs: dict[str, str] = {}
    messages: list[dict[str, Any]] = []
    target: dict[str, Any] = {}


class GivenVersion(Struct, frozen=True, forbid_unknown_fields=True, rename={"as_": "as"}):
    """A version; `as` is the story's name for it, `deployed_to` the names of environments."""

    as_: str | None = None
    name: str | None = None
    description: str | None = None
    datapoints: list[GivenDatapoint] = []
    attributes: dict[str, Any] = {}
    deployed_to: list[str] | None = None
    id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None


class GivenDataset(Struct, frozen=True, forbid_unknown_fields=True):
    org: str
    path: str | None = None
    name: str | None = None
    owner: str | None = None
    description: str | None = None
    readme: str | None = None
    schema: dict[str, Any] | None = None
    tags: list[str] | None = None
    versions: list[GivenVersion] | None = None
    id: str | None = None
    directory_id: str | None = None


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """People and things by their story names (design 3.1)."""

    orgs: list[str] | dict[str, GivenOrg] = []
    users: dict[str, GivenUser] = {}
    environments: dict[str, GivenEnvironment] = {}
    datasets: dict[str, GivenDataset] = {}


def found(given: object, *, readings: Mapping[str, str], now: str, mark: str = "") -> Founded:
    """Found a world; raise GivenError when the `given` is malformed or names what is not in it."""
    try:
        told = msgspec.convert(given, Given)
    except msgspec.ValidationError as error:
        raise GivenError(f"The given is malformed: {error}") from error
    return _Founder(told, readings, now, mark).found()


class _Founder:
    """Gives everything its id, then makes the rows one after the other."""

    def __init__(self, given: Given, readings: Mapping[str, str], now: str, mark: str) -> None:
        self.given = given
        self.now = now
        self.mark = mark
        self.orgs = (
            given.orgs
            if isinstance(given.orgs, dict)
            else {name: GivenOrg() for name in given.orgs}
        )
        self.org_ids = {name: org.id or self._id("org", name) for name, org in self.orgs.items()}
        self.people = {name: self._person(name, each) for name, each in given.users.items()}
        self.world = HumanloopWorld(
            people={person.id: person for person in self.people.values()},
            mark=self.mark,
            now=now,
            readings=readings,
        )
        self.versions: dict[str, str] = {}
        self.environments: dict[str, str] = {}

    def found(self) -> Founded:
        for name, org in self.orgs.items():
            self._add_default_environment(name, org.default_environment)
        for name, environment in self.given.environments.items():
            self._add_environment(name, environment)
        for name, dataset in self.given.datasets.items():
            self._add_dataset(name, dataset)
        tokens = {name: each.token for name, each in self.given.users.items() if each.token}
        return Founded(self.world, self.people, self._answer(), tokens)

    def _id(self, kind: str, *parts: str) -> str:
        """An id follows from the story's name for the thing, so that no two share one."""
        return f"{kind}_{digest(self.mark, kind, *parts)}"

    def _person(self, name: str, given: GivenUser) -> Person:
        return Person(
            name=name,
            id=given.id or self._id("usr", name),
            email=given.email or f"{name}@{given.org}.test",
            full_name=given.full_name or name.capitalize(),
            org=self._org(given.org, f"users.{name}"),
        )

    def _add_default_environment(self, org: str, given: GivenDefault) -> None:
        self._put_environment(
            Environment(
                id=given.id or self._id("env", org, PRODUCTION),
                org=self.org_ids[org],
                name=given.name,
                created_at=given.created_at or self.now,
                tag=DEFAULT,
            ),
            f"orgs.{org}.default_environment",
        )

    def _add_environment(self, name: str, given: GivenEnvironment) -> None:
        environment = Environment(
            id=given.id or self._id("env", name),
            org=self._org(given.org, f"environments.{name}"),
            name=given.name or name,
            created_at=given.created_at or self.now,
            tag=OTHER,
        )
        self._put_environment(environment, f"environments.{name}")
        self.environments[name] = environment.id

    def _put_environment(self, row: Environment, at: str) -> None:
        if self.world.environment_named(row.org, row.name) is not None:
            raise GivenError(f"{at} is a second environment {row.name!r} of its organisation.")
        environments = self.world.environments.put(row)
        self.world = msgspec.structs.replace(self.world, environments=environments)

    def _add_dataset(self, name: str, given: GivenDataset) -> None:
        org, path = self._org(given.org, f"datasets.{name}"), given.path or name
        if self.world.dataset_at(org, path) is not None:
            raise GivenError(f"datasets.{name}.path is taken by another dataset of {given.org}.")
        dataset = Dataset(
            id=given.id or self._id("ds", name),
            org=org,
            path=path,
            name=given.name or name_in(path),
            directory_id=given.directory_id or directory_of(org, path),
            created_by=self._owner(name, given),
            description=given.description,
            readme=given.readme,
            schema=given.schema,
            tags=None if given.tags is None else tuple(given.tags),
        )
        self.world = self.world.with_dataset(dataset)
        self._add_versions(
            name, [GivenVersion()] if given.versions is None else given.versions, dataset
        )

    def _add_versions(self, name: str, given: list[GivenVersion], dataset: Dataset) -> None:
        if not given:
            raise GivenError(f"datasets.{name}.versions is empty; a dataset has at least one.")
        deployments: dict[str, str] = {}
        for index, each in enumerate(given):
            at = f"datasets.{name}.versions.{index}"
            version = self._version(each, dataset, at)
            self.world = self.world.with_version(version)
            self.versions[f"{name}.{each.as_ or index}"] = version.id
            for environment in self._deployed_to(each, index):
                deployments[self._environment(dataset.org, environment, at)] = version.id
        self.world = self.world.with_dataset(
            msgspec.structs.replace(dataset, deployments=deployments)
        )

    def _deployed_to(self, given: GivenVersion, index: int) -> list[str]:
        if given.deployed_to is None and index == 0:
            return [""]
        return given.deployed_to or []

    def _version(self, given: GivenVersion, dataset: Dataset, at: str) -> Version:
        self.world = self.world.with_next_number()
        sent = [msgspec.to_builtins(each) for each in given.datapoints]
        datapoints = tuple(without_doubles(read_datapoint(dataset.id, each) for each in sent))
        content = content_of(datapoints, given.attributes)
        self._refuse_twins(given, dataset.id, content, at)
        created = given.created_at or self.now
        return Version(
            id=given.id or self.world.new_id("dsv"),
            dataset=dataset.id,
            number=self.world.last_number,
            content=content,
            created_at=created,
            updated_at=given.updated_at or created,
            datapoints=datapoints,
            attributes=given.attributes,
            name=given.name,
            description=given.description,
        )

    def _refuse_twins(self, given: GivenVersion, dataset: str, content: str, at: str) -> None:
        if self.world.version_with(dataset, "content", content) is not None:
            raise GivenError(f"{at} has the content of an earlier version of its dataset.")
        if given.name is not None and self.world.version_with(dataset, "name", given.name):
            raise GivenError(f"{at}.name is the name of an earlier version of its dataset.")

    def _org(self, name: str, at: str) -> str:
        if name not in self.org_ids:
            raise GivenError(
                f"{at}.org names the organisation {name!r}, which is not given "
                f"({', '.join(self.org_ids) or 'none'})."
            )
        return self.org_ids[name]

    def _owner(self, name: str, given: GivenDataset) -> str:
        """Whoever created a dataset: its owner, else the first person of its organisation."""
        members = [each for each, user in self.given.users.items() if user.org == given.org]
        owner = given.owner or next(iter(members), None)
        if owner not in members:
            raise GivenError(
                f"datasets.{name}.owner is none of the people of {given.org} "
                f"({', '.join(members) or 'there are none'})."
            )
        return self.people[owner].id

    def _environment(self, org: str, name: str, at: str) -> str:
        """Find an environment by its story name or own name; the empty name is the default one."""
        if not name:
            return self.world.default_environment(org).id
        named = self.world.environments.get(self.environments.get(name, ""))
        named = named or self.world.environment_named(org, name)
        if named is None or named.org != org:
            raise GivenError(
                f"{at}.deployed_to names {name!r}, no environment of its organisation."
            )
        return named.id

    def _answer(self) -> dict[str, Any]:
        return {
            "orgs": {name: self._told_org(id) for name, id in self.org_ids.items()},
            "users": {
                name: {"id": each.id, "email": each.email, "full_name": each.full_name}
                for name, each in self.people.items()
            },
            "environments": {name: {"id": id} for name, id in self.environments.items()},
            "datasets": {name: {"id": self._dataset_id(name)} for name in self.given.datasets},
            "versions": {name: {"id": id} for name, id in self.versions.items()},
        }

    def _told_org(self, id: str) -> dict[str, str]:
        return {"id": id, "default_environment": self.world.default_environment(id).id}

    def _dataset_id(self, name: str) -> str:
        return self.given.datasets[name].id or self._id("ds", name)
