"""The choices that the Humanloop documents leave open: each with its question and options.

`question` is the number of the open question in the project's notes on Humanloop. A reading with
one option is a question that the documents settle on a second look; it stands here so that every
question is found.
"""

from mock_server.domain.readings import Reading

READINGS = (
    Reading(
        "humanloop.taken-name-on-update",
        "Q1",
        ("409", "422"),
        "409",
        "The status of an update that gives a version the name of a sibling; 409 is documented for"
        " creation.",
    ),
    Reading(
        "humanloop.null-in-update-version",
        "Q2",
        ("unchanged", "422"),
        "unchanged",
        "A name or description of null counts as not sent, or is refused.",
    ),
    Reading(
        "humanloop.update-version-without-body",
        "Q3",
        ("422",),
        "422",
        "An update without any body lacks the object that the endpoint expects; an empty object"
        " changes nothing.",
    ),
    Reading(
        "humanloop.empty-version-name",
        "Q4",
        ("422", "accepted"),
        "422",
        "The empty text as the name of a version is refused, or is a name like another.",
    ),
    Reading(
        "humanloop.new-name-for-same-content",
        "Q5",
        ("kept", "renamed"),
        "kept",
        "Known content that is sent under a new name keeps the name that it has, or takes the new"
        " one.",
    ),
    Reading(
        "humanloop.path-and-id-disagree",
        "Q6",
        ("400", "409"),
        "400",
        "The status of an upsert whose path is not that of the dataset with its id.",
    ),
    Reading(
        "humanloop.error-detail",
        "Q7",
        ("object",),
        "object",
        "The detail of a 404 or 409 is an object with msg and description, which the vendor's own"
        " client reads; only that it is there is judged.",
    ),
    Reading(
        "humanloop.foreign-dataset",
        "Q8",
        ("404", "401"),
        "404",
        "A dataset of another organisation is answered as not existing, or as one that the key has"
        " no right to.",
    ),
    Reading(
        "humanloop.deleting-a-deployed-version",
        "Q9",
        ("409", "allowed"),
        "409",
        "A version that is deployed is not deleted, or is deleted together with its deployments.",
    ),
    Reading(
        "humanloop.nothing-deployed-by-default",
        "Q10",
        ("latest-created", "404"),
        "latest-created",
        "A plain get of a dataset without a version in the default environment tells the latest"
        " created version, or finds none.",
    ),
    Reading(
        "humanloop.times-on-update-version",
        "Q11",
        ("updated-at-moves",),
        "updated-at-moves",
        "A new label moves updated_at and not created_at; last_used_at is not judged.",
    ),
    Reading(
        "humanloop.datapoints-in-updated-version",
        "Q12",
        ("omitted", "told"),
        "omitted",
        "The answer to an update leaves datapoints out, as on every request that does not ask for"
        " them, or tells them, as the sample answer does.",
    ),
    Reading(
        "humanloop.page-zero",
        "Q13",
        ("422",),
        "422",
        "The documented minimum of a page number is 1; one old example with 0 contradicts it.",
    ),
    Reading(
        "humanloop.base-by-default",
        "Q14",
        ("latest-created", "default-deployed"),
        "latest-created",
        "An upsert that names no base builds on the latest created version, or on the one that is"
        " deployed to the default environment.",
    ),
    Reading(
        "humanloop.environment-id-as-name",
        "Q15",
        ("id-or-name", "id-only"),
        "id-or-name",
        "An environment is named by its id or by its name, as in the official example, or by its"
        " id alone.",
    ),
)
