"""How a dataset is told: whole, as an item of a list, and to whom with its key."""

from msgspec.structs import replace

from mock_server.domain.apify.access import right_of
from mock_server.domain.apify.actions import (
    CreateApifyDataset,
    GetApifyDataset,
    UpdateApifyDataset,
)
from mock_server.domain.apify.datasets import newborn
from mock_server.domain.apify.finding import asked_for
from mock_server.domain.apify.signatures import signature
from mock_server.domain.apify.world import (
    WRITE,
    ApifyWorld,
    Dataset,
    Person,
    milliseconds,
)
from mock_server.domain.outcomes import Told
from mock_server.domain.step import sieve, view

API = "https://api.apify.com/v2/datasets"
CONSOLE = "https://console.apify.com/storage/datasets"
FORTNIGHT = 14 * 24 * 60 * 60 * 1000


def core(world: ApifyWorld, row: Dataset) -> dict[str, object]:
    """Tell what every shape of a dataset has."""
    items = world.items_of(row)
    return {
        "id": row.id,
        "name": row.name,
        "userId": row.owner,
        "createdAt": row.created_at,
        "modifiedAt": row.modified_at,
        "accessedAt": row.accessed_at,
        "itemCount": items.count,
        "cleanItemCount": items.clean_count,
        "actId": None,
        "actRunId": None,
        "generalAccess": row.general_access,
    }


def whole(world: ApifyWorld, row: Dataset) -> dict[str, object]:
    """Tell a dataset as it is told alone."""
    return {
        **core(world, row),
        "fields": [],
        "schema": row.schema,
        "consoleUrl": f"{CONSOLE}/{row.id}",
        "itemsPublicUrl": items_url(world, row),
        "urlSigningSecretKey": row.secret,
        "stats": {
            "readCount": row.read_count,
            "writeCount": row.write_count,
            "storageBytes": world.items_of(row).bytes,
        },
    }


def list_item(world: ApifyWorld, row: Dataset) -> dict[str, object]:
    """Tell a dataset as a list does: an unnamed one is told with its id for a name."""
    return {
        **core(world, row),
        "name": row.id if row.name is None else row.name,
        "username": world.people[row.owner].username,
        "stats": {
            "readCount": row.read_count,
            "writeCount": row.write_count,
            "inflatedBytes": world.items_of(row).bytes,
        },
    }


def items_url(world: ApifyWorld, row: Dataset) -> str:
    """Give the link to the items, signed for a fortnight for those who are told the key."""
    if row.secret is None:
        return f"{API}/{row.id}/items"
    expiry = str(milliseconds(world.now) + FORTNIGHT)
    return f"{API}/{row.id}/items?signature={signature(row.secret, row.id, expiry)}"


@sieve("apify.dataset.key-is-for-writers")
def key_is_for_writers(world: ApifyWorld, caller: Person, ask: GetApifyDataset) -> ApifyWorld:
    """The key that signs links is told only to those who may write to the dataset."""
    row = asked_for(world, caller, ask)
    return (
        world if right_of(caller, row) >= WRITE else world.with_dataset(replace(row, secret=None))
    )


@view("apify.dataset.tells-the-dataset")
def asked_dataset(world: ApifyWorld, caller: Person, ask: GetApifyDataset) -> object:
    """A dataset is told with its owner, times, counts, access level and links."""
    return {"data": whole(world, asked_for(world, caller, ask))}


@view("apify.create.tells-the-dataset")
def created_dataset(world: ApifyWorld, caller: Person, ask: CreateApifyDataset) -> object:
    """Creating answers with the new dataset, or with the caller's dataset of that name."""
    row = newborn(world)
    if row is None and isinstance(ask.name, str):
        row = world.named(caller.id, ask.name)
    if row is None:
        return {"data": None}
    return Told({"data": whole(world, row)}, headers={"Location": f"{API}/{row.id}"})


@view("apify.update.tells-the-dataset")
def updated_dataset(world: ApifyWorld, caller: Person, ask: UpdateApifyDataset) -> object:
    """Updating answers with the updated dataset."""
    return {"data": whole(world, newborn(world) or asked_for(world, caller, ask))}
