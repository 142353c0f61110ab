"""The client's tests: each has people and things of its own on the server of Accord."""

import pytest
from sharing_client import NotYours, SharingClient

PEOPLE = {"ann": {"org": "acme"}, "bob": {"org": "acme"}, "eve": {"org": "globex"}}


@pytest.fixture
def world(accord_server):
    return accord_server.world(
        "aegis", users=PEOPLE, data_collections={"bundle": {"owner": "ann", "name": "Bundle"}}
    )


def client(world, person):
    return SharingClient(world.base_url, world.token(person))


def test_a_private_collection_is_its_owners_alone(world):
    assert client(world, "ann").names() == ["Bundle"]
    assert client(world, "bob").names() == []


def test_a_shared_collection_is_seen_by_the_organisation(world):
    client(world, "ann").share(world.id("bundle"), world.id("acme"))

    assert client(world, "bob").names() == ["Bundle"]
    assert client(world, "eve").names() == []


def test_a_colleague_does_not_unshare_it(accord_server):
    world = accord_server.world(
        "aegis", users=PEOPLE, data_collections={"house": {"owner": "ann", "org": "acme"}}
    )

    with pytest.raises(NotYours):
        client(world, "bob").share(world.id("house"), None)
