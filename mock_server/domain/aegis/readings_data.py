"""The choices that the documents leave open about datasets and runs."""

from mock_server.domain.readings import Reading

DATA_READINGS: tuple[Reading, ...] = (
    Reading(
        "aegis.shared-datasets-without-organisation",
        "Q26",
        ("404", "200"),
        "404",
        "The status of listing shared datasets for somebody without an organisation; with 200 the"
        " list is empty.",
    ),
    Reading(
        "aegis.unknown-collection-on-create",
        "Q36",
        ("404", "400"),
        "404",
        "The status of a dataset or run that is created in a missing or invisible collection.",
    ),
    Reading(
        "aegis.unknown-collection-on-dataset-update",
        "Q36",
        ("400", "404"),
        "400",
        "The status of moving a dataset to a missing or invisible collection.",
    ),
    Reading(
        "aegis.unknown-collection-on-run-update",
        "Q36",
        ("400", "404"),
        "400",
        "The status of moving a custom run to a missing or invisible collection.",
    ),
    Reading(
        "aegis.unshare-inside-shared-collection",
        "Q35",
        ("400", "403"),
        "400",
        "The status of unsharing a dataset that stays in a shared collection.",
    ),
    Reading(
        "aegis.dataset-run-beyond-alias",
        "Q33",
        ("400", "403"),
        "400",
        "The status of changing more than the alias of a dataset run.",
    ),
    Reading(
        "aegis.runs-following-dataset",
        "Q4",
        ("owners-runs", "every-run"),
        "owners-runs",
        "The runs that follow when a dataset itself is shared, unshared or moved.",
    ),
    Reading(
        "aegis.run-moved-to-private-collection",
        "Q33",
        ("unchanged", "private"),
        "unchanged",
        "A shared custom run that moves to a private collection stays shared, or becomes private.",
    ),
    Reading(
        "aegis.dataset-name-account",
        "Q20",
        ("owner", "caller"),
        "owner",
        "The account whose dataset names are compared when a member renames somebody's dataset.",
    ),
)
