"""The rulebook of Apify: which rules an operation has, in the order of their playing."""

from mock_server.domain.apify import (
    access,
    datasets,
    finding,
    formats,
    items,
    lists,
    names,
    pages,
    statistics,
    users,
    views,
)
from mock_server.domain.apify.actions import (
    CreateApifyDataset,
    DeleteApifyDataset,
    GetApifyDataset,
    GetApifyStatistics,
    GetApifyUser,
    HeadApifyItems,
    ListApifyDatasets,
    PushApifyItems,
    ReadApifyItems,
    UpdateApifyDataset,
)
from mock_server.domain.step import Chapter, bind, nothing

LIST = Chapter(
    action=ListApifyDatasets,
    guards=(lists.limit_is_positive,),
    sieves=(
        lists.only_accessible,
        lists.only_named,
        lists.only_own,
        lists.only_shared,
        lists.oldest_first,
        lists.desc_turns_it_round,
    ),
    view=lists.page_of_datasets,
)

CREATE = Chapter(
    action=CreateApifyDataset,
    guards=(names.name_has_a_fit_length, names.name_has_fit_characters),
    deeds=(datasets.a_dataset_is_made, datasets.it_takes_the_name, datasets.it_takes_the_schema),
    view=views.created_dataset,
)

GET = Chapter(
    action=GetApifyDataset,
    guards=(
        finding.own_name_comes_with_a_token,
        finding.dataset_is_found,
        access.anybody_reads_by_id,
        access.anybody_reads_by_name,
        access.stranger_reads_by_id,
        access.stranger_reads_by_name,
    ),
    deeds=(datasets.accessed_at_moves,),
    sieves=(views.key_is_for_writers,),
    view=views.asked_dataset,
)

UPDATE = Chapter(
    action=UpdateApifyDataset,
    guards=(
        finding.dataset_is_found,
        access.writer_has_the_right,
        access.changer_of_the_level_manages,
        names.name_has_a_fit_length,
        names.name_has_fit_characters,
        names.name_is_free,
    ),
    deeds=(
        datasets.level_is_set,
        datasets.modified_at_moves,
        datasets.dataset_is_renamed,
        datasets.name_is_taken_away,
    ),
    view=views.updated_dataset,
)

DELETE = Chapter(
    action=DeleteApifyDataset,
    guards=(finding.dataset_is_found, access.writer_has_the_right),
    deeds=(datasets.dataset_is_removed,),
    view=nothing,
)

READ_ITEMS = Chapter(
    action=ReadApifyItems,
    guards=(
        finding.own_name_comes_with_a_token,
        finding.dataset_is_found,
        access.anybody_reads_by_id,
        access.anybody_reads_by_name,
        access.stranger_reads_by_id,
        access.stranger_reads_by_name,
        pages.view_is_of_a_schema,
        pages.view_is_defined,
    ),
    deeds=(datasets.accessed_at_moves, items.reads_are_counted),
    sieves=(
        pages.desc_turns_it_round,
        pages.offset_is_skipped,
        pages.limit_is_kept,
        pages.hidden_fields_are_skipped,
        pages.view_picks_fields,
        pages.fields_are_unwound,
        pages.fields_are_flattened,
        pages.only_asked_fields,
        pages.omitted_fields_are_left_out,
        pages.fields_are_renamed,
        pages.empty_items_are_skipped,
    ),
    view=formats.page_of_items,
)

HEAD_ITEMS = Chapter(
    action=HeadApifyItems,
    guards=READ_ITEMS.guards,
    deeds=READ_ITEMS.deeds,
    sieves=READ_ITEMS.sieves,
    view=READ_ITEMS.view,
)

PUSH_ITEMS = Chapter(
    action=PushApifyItems,
    guards=(finding.dataset_is_found, access.writer_has_the_right, items.items_follow_the_schema),
    deeds=(items.items_are_appended, items.modified_at_moves, items.writes_are_counted),
    view=items.empty_answer,
)

STATISTICS = Chapter(
    action=GetApifyStatistics,
    guards=GET.guards,
    deeds=(datasets.accessed_at_moves,),
    view=statistics.statistics,
)

USER = Chapter(action=GetApifyUser, view=users.caller_is_told)

CHAPTERS = (
    LIST,
    CREATE,
    GET,
    UPDATE,
    DELETE,
    READ_ITEMS,
    HEAD_ITEMS,
    PUSH_ITEMS,
    STATISTICS,
    USER,
)
RULEBOOK = bind(*CHAPTERS)
