"""The chapters on datasets: which rules an operation has, in the order of their playing."""

from mock_server.domain.aegis import (
    dataset_changes,
    dataset_csv,
    dataset_lists,
    dataset_sharing,
    dataset_views,
    datasets,
    metrics,
    placement,
)
from mock_server.domain.aegis.actions import (
    CreateDataset,
    DeleteDataset,
    GetDataset,
    ListDatasets,
    ListDatasetTypes,
    ListPartialDatasets,
    UpdateDataset,
)
from mock_server.domain.step import Chapter, nothing

LIST_PARTIAL = Chapter(
    action=ListPartialDatasets,
    guards=(dataset_lists.shared_is_asked_by_a_member,),
    sieves=(
        dataset_lists.only_accessible,
        dataset_lists.shared_false_keeps_own,
        dataset_lists.shared_true_keeps_others,
        dataset_lists.partial_leaves_out_proprietary,
        dataset_lists.partial_is_newest_first,
    ),
    view=dataset_views.partial_datasets,
)

LIST = Chapter(
    action=ListDatasets,
    guards=(dataset_lists.type_is_found, dataset_lists.shared_is_asked_by_a_member),
    sieves=(
        dataset_lists.only_accessible,
        dataset_lists.shared_false_keeps_own,
        dataset_lists.shared_true_keeps_others,
        dataset_lists.without_type_keeps_custom,
        dataset_lists.type_keeps_its_datasets,
        dataset_lists.search_keeps_matching_names,
    ),
    view=dataset_views.page_of_datasets,
)

GET = Chapter(
    action=GetDataset,
    guards=(datasets.dataset_is_found,),
    view=dataset_views.asked_dataset,
)

CREATE = Chapter(
    action=CreateDataset,
    guards=(
        placement.collection_is_found,
        placement.shared_collection_is_of_the_callers_org,
        datasets.name_is_free,
        dataset_csv.file_is_utf8,
        dataset_csv.file_is_well_formed,
        dataset_csv.file_has_rows,
        dataset_csv.mappings_are_an_object,
        dataset_csv.mappings_name_aegis_fields,
        dataset_csv.mappings_name_columns,
        dataset_csv.file_has_an_aegis_field,
        metrics.some_metric_is_selected,
        metrics.metric_ids_are_integers,
        metrics.metric_ids_are_known,
        metrics.metrics_have_thresholds,
        metrics.metric_arguments_are_known,
    ),
    deeds=(
        datasets.a_dataset_is_made,
        datasets.its_owner_is_the_caller,
        datasets.its_name_is_generated,
        datasets.it_joins_the_collection,
        datasets.it_takes_the_collections_org,
    ),
    view=dataset_views.created_dataset,
)

UPDATE = Chapter(
    action=UpdateDataset,
    guards=(
        datasets.dataset_is_found,
        dataset_changes.editor_owns_or_shares_it,
        dataset_sharing.sharer_owns_it,
        dataset_sharing.nobodys_keeps_its_org,
        dataset_sharing.org_is_the_callers_own,
        dataset_sharing.proprietary_is_not_shared,
        datasets.name_is_not_empty,
        datasets.name_is_free,
        metrics.some_metric_is_selected,
        metrics.metric_ids_are_integers,
        metrics.metric_ids_are_known,
        metrics.metrics_have_thresholds,
        metrics.metric_arguments_are_known,
        dataset_csv.mappings_name_aegis_fields,
        dataset_sharing.collection_is_found,
        placement.shared_collection_is_of_the_callers_org,
        dataset_sharing.proprietary_is_not_attached,
        dataset_sharing.it_stays_shared_in_a_shared_collection,
    ),
    deeds=(
        dataset_sharing.its_runs_follow_its_org,
        dataset_sharing.its_runs_follow_its_collection,
        dataset_changes.dataset_is_renamed,
        dataset_changes.metrics_are_selected,
        dataset_changes.columns_are_mapped,
        dataset_sharing.dataset_moves,
        dataset_sharing.dataset_is_detached,
        dataset_sharing.dataset_takes_the_collections_org,
        dataset_sharing.dataset_is_shared,
        dataset_sharing.dataset_is_unshared,
        dataset_sharing.owners_runs_are_shared_along,
        dataset_sharing.siblings_are_shared_along,
        dataset_sharing.collection_is_shared_along,
        dataset_changes.updated_at_moves,
    ),
    view=dataset_views.updated_dataset,
)

DELETE = Chapter(
    action=DeleteDataset,
    guards=(datasets.dataset_is_found, datasets.deleter_may_delete),
    deeds=(datasets.its_runs_stay_without_it, datasets.dataset_is_removed),
    view=nothing,
)

TYPES = Chapter(action=ListDatasetTypes, view=dataset_views.dataset_types)

CHAPTERS = (LIST_PARTIAL, LIST, CREATE, GET, UPDATE, DELETE, TYPES)
