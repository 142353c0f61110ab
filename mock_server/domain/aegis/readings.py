"""The choices that the Aegis documents leave open: each with its question, options and default.

`question` is the number of the open question in the project's notes on Aegis. A reading with one
option is a question that the documents settle on a second look; it stands here so that every
question is found.
"""

from mock_server.domain.aegis.readings_data import DATA_READINGS
from mock_server.domain.readings import Reading

COLLECTION_READINGS = (
    Reading(
        "aegis.foreign-dataset-in-selection",
        "Q1",
        ("allowed", "refused"),
        "allowed",
        "A dataset that the caller sees through the organisation can be selected, or is refused"
        " as if it were not found.",
    ),
    Reading(
        "aegis.unknown-dataset-on-create",
        "Q2",
        ("404", "400"),
        "404",
        "The status of a create that selects a missing or invisible dataset.",
    ),
    Reading(
        "aegis.unknown-dataset-on-update",
        "Q2",
        ("400", "404"),
        "400",
        "The status of an update that selects a missing or invisible dataset.",
    ),
    Reading(
        "aegis.foreign-private-dataset-in-mix",
        "Q3",
        ("unpromotable", "not-found"),
        "unpromotable",
        "Somebody else's private dataset beside one that is shared with the organisation is refused"
        " as not promotable (400), or as not found.",
    ),
    Reading(
        "aegis.runs-moved-on-create",
        "Q4",
        ("every-run", "callers-runs"),
        "every-run",
        "The runs that move into a new collection with its datasets.",
    ),
    Reading(
        "aegis.runs-of-added-datasets",
        "Q5",
        ("owners-runs", "every-run", "none"),
        "owners-runs",
        "The runs that follow a dataset which an update adds to the collection.",
    ),
    Reading(
        "aegis.deleted-collection-contents",
        "Q6",
        ("detached", "refused"),
        "detached",
        "The datasets and runs of a deleted collection are detached, or a collection that holds"
        " some is not deleted (400).",
    ),
    Reading(
        "aegis.share-with-new-set",
        "Q7",
        ("final-set", "both-sets"),
        "final-set",
        "Sharing while replacing the set shares the datasets of the final set, or the removed ones"
        " as well.",
    ),
    Reading(
        "aegis.unshare-with-new-set",
        "Q7",
        ("final-set", "old-set"),
        "final-set",
        "Unsharing while replacing the set makes all datasets of the final set private, or only"
        " those that were in the collection before.",
    ),
    Reading(
        "aegis.opt-out-with-foreign-dataset",
        "Q8",
        ("allowed", "400"),
        "allowed",
        "A colleague's dataset can be put into a collection that stays private by the opt-out, or"
        " not.",
    ),
    Reading(
        "aegis.null-name-on-update",
        "Q9",
        ("unchanged", "400", "422"),
        "unchanged",
        "What a name of null means on update.",
    ),
    Reading(
        "aegis.null-dataset-ids-on-update",
        "Q9",
        ("unchanged", "detach-all"),
        "unchanged",
        "What dataset_ids of null mean on update.",
    ),
    Reading(
        "aegis.member-edits",
        "Q10",
        ("allowed", "403"),
        "allowed",
        "A member of the organisation who does not own a shared collection can change its name and"
        " datasets, or not.",
    ),
    Reading(
        "aegis.equal-org-id-from-non-owner",
        "Q11",
        ("200", "403"),
        "200",
        "A non-owner who sends the organisation that a row already has asks for no change, or is"
        " refused.",
    ),
    Reading(
        "aegis.invisible-collection",
        "Q13",
        ("404",),
        "404",
        "The delete page says that what is not accessible is answered as not found; so does every"
        " other operation.",
    ),
    Reading(
        "aegis.foreign-organisation-from-non-owner",
        "Q14",
        ("403",),
        "403",
        "Permission comes before value: whoever may not change the organisation learns nothing of"
        " the value.",
    ),
    Reading(
        "aegis.organisation-only-change-by-member",
        "Q15",
        ("400",),
        "400",
        "The update page lists moving and unsharing an organisation-only collection under 400.",
    ),
    Reading(
        "aegis.name-taken-on-promotion",
        "Q20",
        ("allowed", "400"),
        "allowed",
        "A collection can be shared into an organisation where its name is taken, or not.",
    ),
    Reading(
        "aegis.duplicate-dataset-ids",
        "Q22",
        ("once", "400"),
        "once",
        "A dataset that is selected twice counts once, or is refused.",
    ),
    Reading(
        "aegis.org-id-on-create",
        "Q24",
        ("ignored", "422"),
        "ignored",
        "An organisation sent on create has no effect, or is refused.",
    ),
)

READINGS = (*COLLECTION_READINGS, *DATA_READINGS)
