"""The choices that Apify's documents leave open: each with its question, options and default.

`question` is the number of the open question in the project's notes on Apify. A reading with one
option is a question with one defensible answer; it stands here so that every question is found.
"""

from mock_server.domain.readings import Reading

READINGS = (
    Reading(
        "apify.duplicate-name",
        "Q1",
        ("400", "409"),
        "400",
        "The status of an update to a name that another dataset of the owner has.",
    ),
    Reading(
        "apify.null-general-access",
        "Q2",
        ("400",),
        "400",
        "A general access of null is refused: the schema has no null.",
    ),
    Reading(
        "apify.invalid-input-type",
        "Q3",
        (
            "invalid-input",
            "invalid-value",
            "schema-validation",
            "param-not-one-of",
            "invalid-request",
        ),
        "invalid-input",
        "The type of the error for a name, level or body that does not fit.",
    ),
    Reading(
        "apify.empty-name",
        "Q4",
        ("400",),
        "400",
        "An empty name is too short; only null takes a name away.",
    ),
    Reading(
        "apify.unnamed-in-list",
        "Q5",
        ("id",),
        "id",
        "A list tells an unnamed dataset with its id for a name, since its schema wants a text.",
    ),
    Reading(
        "apify.limit-zero",
        "Q6",
        ("not-given", "400"),
        "not-given",
        "A list's limit of 0 counts as not given, or is refused.",
    ),
    Reading(
        "apify.anybody-by-closed-name",
        "Q7",
        ("403", "401", "404"),
        "403",
        "The status of a read by `username~name` without a token, where the level does not let it.",
    ),
    Reading(
        "apify.anybody-by-closed-id",
        "Q8",
        ("403", "401"),
        "403",
        "The status of a read by id without a token, where the level does not let it.",
    ),
    Reading(
        "apify.unnamed-open-by-name",
        "Q9",
        ("by-id",),
        "by-id",
        "An unnamed dataset that is open to anyone with the name is open to anyone with the id.",
    ),
    Reading(
        "apify.name-case",
        "Q10",
        ("exact", "ignored"),
        "exact",
        "Whether two names that differ only in their case are two names.",
    ),
    Reading(
        "apify.modified-at-on-update",
        "Q11",
        ("moves", "stays"),
        "moves",
        "Whether an update of the name or the access level moves `modifiedAt`.",
    ),
    Reading(
        "apify.who-changes-general-access",
        "Q12",
        ("manage", "write"),
        "manage",
        "The right that it takes to change the general access.",
    ),
    Reading(
        "apify.stranger-on-closed",
        "Q13",
        ("403", "404"),
        "403",
        "The status for a signed-in stranger where the level, or the lack of a right, refuses.",
    ),
    Reading(
        "apify.error-example",
        "Q14",
        ("boilerplate",),
        "boilerplate",
        "The failed Actor run in the examples of the error schema is no error of a dataset.",
    ),
)
