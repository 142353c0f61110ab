"""Worlds founded by a target's own hook."""

import pytest

from contract_tests.provisioning import ProviderStates, ProvisioningError, Unsupported
from contract_tests.target import InProcessTarget
from contract_tests.tests.small_app import SmallApp

GIVEN = {"users": {"ann": {}}, "data_collections": {"bundle": {"owner": "ann"}}}


def states(**answers: tuple[int, object]) -> ProviderStates:
    return ProviderStates(InProcessTarget(SmallApp(**answers), "http://small.test/states"))


def test_a_founding_knows_ids_by_name() -> None:
    assert states().setup("aegis", GIVEN).names.resolve("/x/$bundle") == "/x/8"


def test_a_founding_knows_tokens_by_name() -> None:
    assert states().setup("aegis", GIVEN).tokens == {"ann": "sk_ann_secret"}


def test_a_founding_shows_no_token() -> None:
    assert "secret" not in repr(states().setup("aegis", GIVEN))


def test_what_a_target_cannot_make_is_unsupported() -> None:
    hook = states(setup=(422, {"unsupported": ["datasets.prop"]}))
    with pytest.raises(Unsupported, match=r"cannot make datasets\.prop"):
        hook.setup("aegis", GIVEN)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ((404, None), "answered 404 to setup instead of 200"),
        ((422, {"detail": "no"}), 'answered 422 to setup instead of 200: {"detail": "no"}'),
        ((200, ["nonsense"]), "instead of a JSON object"),
        ((200, None), "instead of a JSON object"),
        ((200, {}), "gave no world"),
        ((200, {"world": "w_1"}), "gave no id for ann of users"),
        (
            (200, {"world": "w", "users": {"ann": {"id": 1}}, "d": {"bundle": {"id": 1}}}),
            "gave no token for ann of users",
        ),
    ],
)
def test_a_hook_that_answers_otherwise_is_told(answer: tuple[int, object], complaint: str) -> None:
    with pytest.raises(ProvisioningError) as error:
        states(setup=answer).setup("aegis", GIVEN)
    assert complaint in str(error.value)


def test_a_token_in_a_strange_answer_is_not_told() -> None:
    with pytest.raises(ProvisioningError) as error:
        states(setup=(201, {"users": {"ann": {"token": "sk_secret"}}})).setup("aegis", GIVEN)
    assert "sk_secret" not in str(error.value)


def test_a_world_that_stays_is_told() -> None:
    hook = states(teardown=(500, {"detail": "no"}))
    founding = hook.setup("aegis", GIVEN)
    with pytest.raises(ProvisioningError, match="answered 500 to teardown"):
        hook.teardown(founding)
