"""The choices that the Token Factory documents leave open: each with its question and options.

`question` is the number of the open question in the project's notes on Nebius, or the section that
it stands in. A reading with one option is a question that the documents settle on a second look; it
stands here so that every question is found.
"""

from mock_server.domain.readings import Reading

READINGS = (
    Reading(
        "nebius.null-in-patch",
        "Q1",
        ("unchanged", "422"),
        "unchanged",
        "A name or folder of null counts as not sent, as its schema allows null and no answer does,"
        " or is refused.",
    ),
    Reading(
        "nebius.empty-patch",
        "Q2",
        ("unchanged",),
        "unchanged",
        "A patch without any field fits its schema, so it is answered and changes nothing.",
    ),
    Reading(
        "nebius.unknown-keys",
        "Q3",
        ("ignored",),
        "ignored",
        "No schema forbids further keys, so that unknown and read-only keys of a body are ignored.",
    ),
    Reading(
        "nebius.unknown-dataset",
        "Q4",
        ("404",),
        "404",
        "No page lists the status for an unknown dataset; the framework's is 404 with a detail.",
    ),
    Reading(
        "nebius.missing-token",
        "Q5",
        ("401", "403"),
        "401",
        "The status without a valid token: that of the framework today, or of its older releases.",
    ),
    Reading(
        "nebius.name-uniqueness",
        "Q6",
        ("not-unique",),
        "not-unique",
        "Working clients look a name up before they create, so that a name is no key.",
    ),
    Reading(
        "nebius.folder-form",
        "Q7",
        ("any", "422"),
        "any",
        "A folder is any text that is not empty, or one that does not begin with a slash is"
        " refused.",
    ),
    Reading(
        "nebius.blank-name",
        "Q8",
        ("accepted", "422"),
        "accepted",
        "A name of white space alone has the documented minimum length, or is refused.",
    ),
    Reading(
        "nebius.create-status",
        "Q9",
        ("200",),
        "200",
        "The documented status of a creation is 200 and not 201.",
    ),
    Reading(
        "nebius.delete-answer",
        "Q10",
        ("204", "200"),
        "204",
        "A deletion answers without a body, or says in an object that it is done.",
    ),
    Reading(
        "nebius.list-shape",
        "Q11",
        ("cursor-page",),
        "cursor-page",
        "A list has data and has_more, as working clients read it; object, first_id and last_id are"
        " not judged.",
    ),
    Reading(
        "nebius.patch-before-ready",
        "Q12",
        ("allowed",),
        "allowed",
        "Nothing forbids to patch a dataset that is not READY.",
    ),
    Reading(
        "nebius.foreign-project",
        "Q13",
        ("404", "403"),
        "404",
        "The status of a request that names a project to which the token gives no access.",
    ),
    Reading(
        "nebius.origin-of-rows",
        "Q14",
        ("omitted", "upload"),
        "omitted",
        "A dataset made of rows tells no origin, or one of the type upload; it is not judged.",
    ),
    Reading(
        "nebius.list-order",
        "Q15",
        ("newest-first", "oldest-first"),
        "newest-first",
        "The order of a list is not documented; it is not judged.",
    ),
    Reading(
        "nebius.unknown-cursor",
        "section 4",
        ("404", "422", "nothing-follows"),
        "404",
        "What a list answers whose cursor is no dataset of the caller's project.",
    ),
    Reading(
        "nebius.content-shape",
        "section 3, content",
        ("object", "array"),
        "object",
        "Rows are told in an object under `rows`, as working clients read them, or as a bare list.",
    ),
    Reading(
        "nebius.unknown-part",
        "section 3, multipart",
        ("404", "422"),
        "404",
        "The status of a completion that names a part which the upload does not have.",
    ),
)
