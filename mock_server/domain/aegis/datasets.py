"""Datasets: who finds one, its name, birth and end."""

from msgspec import UNSET
from msgspec.structs import replace

from mock_server.domain.aegis.actions import (
    CreateDataset,
    CreateDatasetRun,
    DeleteDataset,
    GetDataset,
    UpdateDataset,
)
from mock_server.domain.aegis.dataset_csv import columns_by_field, mappings, records
from mock_server.domain.aegis.metrics import selection, stored
from mock_server.domain.aegis.ownership import may_delete
from mock_server.domain.aegis.placement import free_name, target
from mock_server.domain.aegis.world import AegisWorld, Dataset, Person
from mock_server.domain.step import deed, guard

OfOneDataset = GetDataset | UpdateDataset | DeleteDataset | CreateDatasetRun


def asked_for(world: AegisWorld, ask: OfOneDataset) -> Dataset:
    """Give the dataset that an ask is about, once its guard has found it."""
    return world.datasets[ask.dataset_id]


def newborn(world: AegisWorld) -> Dataset | None:
    """Give the dataset that this create has just made: the last id is its own."""
    return world.datasets.get(world.last_id)


@guard("aegis.visibility.dataset-found")
def dataset_is_found(world: AegisWorld, caller: Person, ask: OfOneDataset) -> bool:
    """A dataset that is neither the caller's nor shared with the caller is answered as absent."""
    dataset = world.datasets.get(ask.dataset_id)
    return dataset is not None and (dataset.is_catalogue or world.sees(caller, dataset))


@guard("aegis.datasets.name-not-empty")
def name_is_not_empty(world: AegisWorld, caller: Person, ask: UpdateDataset) -> bool:
    """The new name of a dataset is not empty."""
    return ask.name is UNSET or ask.name is None or ask.name.strip() != ""


@guard("aegis.datasets.name-unique-in-account")
def name_is_free(world: AegisWorld, caller: Person, ask: CreateDataset | UpdateDataset) -> bool:
    """No two datasets of one account have the same name."""
    name = name_sent(ask)
    if not name:
        return True
    own, account = None, caller.id
    if isinstance(ask, UpdateDataset):
        own, account = ask.dataset_id, _account(world, caller, ask)
    return all(each.id == own for each in world.datasets.having("owner+name", (account, name)))


def _account(world: AegisWorld, caller: Person, ask: UpdateDataset) -> int:
    owner = asked_for(world, ask).owner
    if owner is None or world.reads("aegis.dataset-name-account", "caller"):
        return caller.id
    return owner


def name_sent(ask: CreateDataset | UpdateDataset) -> str:
    """Give the name that an ask sends, without blanks around it; empty when there is none."""
    return "" if ask.name is UNSET or ask.name is None else ask.name.strip()


@deed("aegis.datasets.create-makes-a-dataset")
def a_dataset_is_made(world: AegisWorld, caller: Person, ask: CreateDataset) -> AegisWorld:
    """Creating makes a private custom dataset of the rows, mappings and metrics that are sent."""
    rows = records(ask, world.last_id + 1)
    told = mappings(ask)
    row = Dataset(
        id=world.last_id + len(rows) + 1,
        name=name_sent(ask),
        owner=None,
        org=None,
        author_email=caller.email,
        created_at=world.now,
        selected_metrics=stored(selection(ask) or {}),
        column_mappings=None if told is None else {key: str(told[key]) for key in told},
        structure=tuple(columns_by_field(ask)),
        records=rows,
    )
    return replace(world, last_id=row.id).with_datasets([row])


@deed("aegis.datasets.create-owned-by-caller")
def its_owner_is_the_caller(world: AegisWorld, caller: Person, ask: CreateDataset) -> AegisWorld:
    """Whoever creates a dataset owns it."""
    row = newborn(world)
    return world if row is None else world.with_datasets([replace(row, owner=caller.id)])


@deed("aegis.datasets.create-generates-name")
def its_name_is_generated(world: AegisWorld, caller: Person, ask: CreateDataset) -> AegisWorld:
    """A dataset that is created without a name gets one that the account does not have yet."""
    row = newborn(world)
    if row is None or name_sent(ask):
        return world
    name = free_name(
        f"Dataset {world.now}",
        lambda wanted: bool(world.datasets.ids("owner+name", (caller.id, wanted))),
    )
    return world.with_datasets([replace(row, name=name)])


@deed("aegis.datasets.create-joins-collection")
def it_joins_the_collection(world: AegisWorld, caller: Person, ask: CreateDataset) -> AegisWorld:
    """A dataset that is created with a data collection is in it."""
    row, collection = newborn(world), target(world, ask)
    if row is None or collection is None:
        return world
    return world.with_datasets([replace(row, collection=collection.id)])


@deed("aegis.datasets.create-takes-collection-organisation")
def it_takes_the_collections_org(
    world: AegisWorld, caller: Person, ask: CreateDataset
) -> AegisWorld:
    """A dataset that is created in a shared data collection is shared with its organisation."""
    row, collection = newborn(world), target(world, ask)
    if row is None or collection is None:
        return world
    return world.with_datasets([replace(row, org=collection.org)])


@guard("aegis.datasets.delete-by-owner-or-administrator")
def deleter_may_delete(world: AegisWorld, caller: Person, ask: DeleteDataset) -> bool:
    """A dataset is deleted by its owner, or if it has none by an organisation's administrator."""
    return may_delete(caller, asked_for(world, ask))


@deed("aegis.datasets.delete-leaves-runs")
def its_runs_stay_without_it(world: AegisWorld, caller: Person, ask: DeleteDataset) -> AegisWorld:
    """The runs on a deleted dataset stay, without a dataset."""
    runs = world.runs_on([asked_for(world, ask)])
    return world.with_runs(replace(run, dataset=None) for run in runs)


@deed("aegis.datasets.delete-removes-dataset")
def dataset_is_removed(world: AegisWorld, caller: Person, ask: DeleteDataset) -> AegisWorld:
    """A deleted dataset is gone."""
    return replace(world, datasets=world.datasets.drop(ask.dataset_id))
