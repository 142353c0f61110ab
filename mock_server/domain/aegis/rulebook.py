"""The rulebook of Aegis: every operation's chapter, found by its action."""

from mock_server.domain.aegis import rulebook_collections, rulebook_datasets, rulebook_runs
from mock_server.domain.step import bind

RULEBOOK = bind(
    *rulebook_collections.CHAPTERS, *rulebook_datasets.CHAPTERS, *rulebook_runs.CHAPTERS
)
