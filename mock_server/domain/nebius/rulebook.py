"""The rulebook of Token Factory: which rules an operation has, in the order of their playing."""

from mock_server.domain.nebius import datasets, lists, projects, uploads, views
from mock_server.domain.nebius.actions import (
    CompleteNebiusUpload,
    CreateNebiusDataset,
    DeleteNebiusDataset,
    GetNebiusDataset,
    ListNebiusDatasets,
    ListNebiusUploadParts,
    PatchNebiusDataset,
    ReadNebiusContent,
    StartNebiusUpload,
)
from mock_server.domain.step import Chapter, bind, nothing

LIST = Chapter(
    action=ListNebiusDatasets,
    guards=(lists.cursor_is_found,),
    sieves=(
        lists.only_own_project,
        lists.only_after_the_cursor,
        lists.only_one_page,
        lists.pending_at_first,
    ),
    view=views.page_of_datasets,
)

CREATE = Chapter(
    action=CreateNebiusDataset,
    guards=(
        projects.project_is_the_callers,
        datasets.name_is_not_blank,
        datasets.folder_is_absolute,
    ),
    deeds=(
        datasets.a_dataset_is_made,
        datasets.it_joins_the_project,
        datasets.its_rows_are_kept,
        datasets.it_becomes_ready,
    ),
    sieves=(lists.pending_at_first,),
    view=views.created_dataset,
)

GET = Chapter(
    action=GetNebiusDataset,
    guards=(projects.dataset_is_found,),
    sieves=(lists.pending_at_first,),
    view=views.asked_dataset,
)

PATCH = Chapter(
    action=PatchNebiusDataset,
    guards=(
        projects.dataset_is_found,
        datasets.nothing_is_null,
        datasets.name_is_not_blank,
        datasets.folder_is_absolute,
    ),
    deeds=(datasets.dataset_is_renamed, datasets.dataset_is_moved),
    sieves=(lists.pending_at_first,),
    view=views.patched_dataset,
)

DELETE = Chapter(
    action=DeleteNebiusDataset,
    guards=(projects.dataset_is_found,),
    deeds=(datasets.dataset_is_removed,),
    view=nothing,
)

CONTENT = Chapter(
    action=ReadNebiusContent,
    guards=(projects.dataset_is_found,),
    sieves=(lists.only_from_the_offset, lists.only_so_many_rows),
    view=views.rows_are_told,
)

START = Chapter(
    action=StartNebiusUpload,
    guards=(projects.project_is_the_callers,),
    deeds=(uploads.an_upload_is_started, uploads.it_joins_the_project),
    view=uploads.upload_is_told,
)

PARTS = Chapter(
    action=ListNebiusUploadParts,
    guards=(projects.upload_is_found, projects.project_is_the_callers),
    view=uploads.parts_are_told,
)

COMPLETE = Chapter(
    action=CompleteNebiusUpload,
    guards=(
        projects.upload_is_found,
        projects.project_is_the_callers,
        uploads.parts_are_known,
    ),
    deeds=(
        uploads.its_dataset_is_made,
        datasets.it_becomes_ready,
        uploads.upload_is_completed,
    ),
    view=uploads.upload_is_told,
)

CHAPTERS = (LIST, CREATE, GET, PATCH, DELETE, CONTENT, START, PARTS, COMPLETE)
RULEBOOK = bind(*CHAPTERS)
