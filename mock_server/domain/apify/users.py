"""Who the caller is."""

from mock_server.domain.apify.actions import GetApifyUser
from mock_server.domain.apify.world import ApifyWorld, Person
from mock_server.domain.step import view


@view("apify.users.tells-the-caller")
def caller_is_told(world: ApifyWorld, caller: Person, ask: GetApifyUser) -> object:
    """Whoever asks for `me` is told the account that the token belongs to."""
    return {
        "data": {
            "id": caller.id,
            "username": caller.username,
            "email": caller.email,
            "profile": {"name": caller.name},
            "createdAt": caller.created_at,
            "isPaying": False,
        }
    }
