"""The chapters on runs: which rules an operation has, in the order of their playing."""

from mock_server.domain.aegis import (
    datasets,
    placement,
    run_changes,
    run_making,
    run_placing,
    run_views,
    runs,
)
from mock_server.domain.aegis.actions import (
    CreateCustomRun,
    CreateDatasetRun,
    DeleteRun,
    DownloadRun,
    GetRun,
    UpdateRun,
)
from mock_server.domain.step import Chapter, nothing

GET = Chapter(
    action=GetRun,
    guards=(runs.run_is_found,),
    sieves=(run_views.texts_are_cut,),
    view=run_views.the_run,
)

UPDATE = Chapter(
    action=UpdateRun,
    guards=(
        runs.run_is_found,
        run_changes.sharer_owns_it,
        run_changes.dataset_run_changes_its_alias_only,
        run_changes.nobodys_keeps_its_org,
        run_changes.org_is_the_callers_own,
        runs.alias_is_free,
        run_changes.collection_is_found,
        placement.shared_collection_is_of_the_callers_org,
        run_changes.org_matches_the_collection,
    ),
    deeds=(
        run_changes.run_is_renamed,
        run_changes.run_moves,
        run_changes.run_is_detached,
        run_changes.run_takes_the_collections_org,
        run_changes.run_is_shared,
        run_changes.run_is_unshared,
    ),
    sieves=(run_views.texts_are_cut,),
    view=run_views.the_run,
)

DELETE = Chapter(
    action=DeleteRun,
    guards=(runs.run_is_found, run_changes.deleter_may_delete),
    deeds=(run_changes.run_is_removed,),
    view=nothing,
)

DOWNLOAD = Chapter(
    action=DownloadRun,
    guards=(runs.run_is_found, run_views.run_has_rows),
    view=run_views.report,
)

CREATE_DATASET_RUN = Chapter(
    action=CreateDatasetRun,
    guards=(datasets.dataset_is_found, runs.models_are_found, runs.alias_is_free),
    deeds=(
        run_making.a_dataset_run_is_made,
        run_making.its_owner_is_the_caller,
        run_making.its_alias_is_generated,
        run_placing.it_takes_the_datasets_collection,
        run_placing.it_takes_the_datasets_org,
        run_placing.it_takes_the_collections_org,
        run_placing.it_takes_the_callers_org,
        run_making.it_finishes_at_once,
    ),
    sieves=(run_views.texts_are_cut,),
    view=run_views.the_run,
)

CREATE_CUSTOM_RUN = Chapter(
    action=CreateCustomRun,
    guards=(
        placement.collection_is_found,
        runs.models_are_found,
        runs.some_metric_is_named,
        placement.shared_collection_is_of_the_callers_org,
        runs.evaluations_are_not_empty,
        runs.metrics_are_known,
        runs.alias_is_free,
    ),
    deeds=(
        run_making.a_custom_run_is_made,
        run_making.its_owner_is_the_caller,
        run_making.its_alias_is_generated,
        run_placing.it_joins_the_collection,
        run_placing.it_takes_the_target_org,
        run_making.it_finishes_at_once,
    ),
    sieves=(run_views.texts_are_cut,),
    view=run_views.the_run,
)

CHAPTERS = (GET, UPDATE, DELETE, DOWNLOAD, CREATE_DATASET_RUN, CREATE_CUSTOM_RUN)
