"""The chapters on data collections: which rules an operation has, in the order of their playing."""

from mock_server.domain.aegis import (
    collection_views,
    collections,
    promotion,
    selection,
    sharing,
    visibility,
)
from mock_server.domain.aegis.actions import (
    CreateDataCollection,
    DeleteDataCollection,
    GetDataCollection,
    ListDataCollections,
    UpdateDataCollection,
)
from mock_server.domain.step import Chapter, nothing

LIST = Chapter(
    action=ListDataCollections,
    guards=(visibility.shared_is_asked_by_a_member,),
    sieves=(
        visibility.only_visible_collections,
        visibility.shared_false_keeps_own_collections,
        visibility.shared_true_keeps_others_collections,
    ),
    view=collection_views.page_of_collections,
)

GET = Chapter(
    action=GetDataCollection,
    guards=(visibility.collection_is_found,),
    view=collection_views.asked_collection,
)

CREATE = Chapter(
    action=CreateDataCollection,
    guards=(
        promotion.no_organisation_is_sent,
        collections.name_is_not_empty,
        collections.name_is_free_in_the_account,
        collections.name_is_free_in_the_organisation,
        selection.each_dataset_is_selected_once,
        selection.created_selection_is_found,
        selection.selection_is_not_proprietary,
        selection.selection_is_not_elsewhere,
        selection.shared_is_selected_by_a_member,
        selection.selection_is_of_no_other_organisation,
        promotion.mixed_selection_is_promotable,
    ),
    deeds=(
        collections.a_collection_is_made,
        collections.its_owner_is_the_caller,
        promotion.private_selection_makes_it_private,
        promotion.shared_selection_makes_it_shared,
        promotion.mixed_selection_makes_it_shared,
        promotion.mixed_selection_promotes_own_runs,
        promotion.mixed_selection_promotes_own_datasets,
        collections.selected_datasets_are_attached,
        collections.runs_on_selected_datasets_move,
    ),
    view=collection_views.created_collection,
)

UPDATE = Chapter(
    action=UpdateDataCollection,
    guards=(
        visibility.collection_is_found,
        sharing.editor_owns_the_collection,
        sharing.sharer_owns_the_collection,
        sharing.organisation_only_is_not_unshared,
        sharing.organisation_only_is_not_moved,
        sharing.organisation_is_the_callers_own,
        collections.name_is_not_null,
        collections.name_is_not_empty,
        collections.name_is_free_in_the_account,
        collections.name_is_free_in_the_organisation,
        selection.each_dataset_is_selected_once,
        selection.added_selection_is_found,
        selection.selection_is_not_proprietary,
        selection.selection_is_not_elsewhere,
        selection.shared_is_selected_by_a_member,
        selection.selection_is_of_no_other_organisation,
        promotion.promoted_set_is_promotable,
        promotion.opted_out_set_holds_no_foreign_dataset,
        promotion.name_is_free_where_it_is_shared,
    ),
    deeds=(
        collections.collection_is_renamed,
        sharing.new_set_takes_the_collections_organisation,
        sharing.owners_runs_on_the_new_set_are_kept_in_sync,
        promotion.promotion_takes_own_runs_along,
        promotion.promotion_takes_own_datasets_along,
        promotion.shared_dataset_promotes_the_collection,
        sharing.owners_runs_are_shared,
        sharing.its_datasets_are_shared,
        sharing.collection_is_shared,
        sharing.owners_runs_become_private,
        sharing.owners_datasets_become_private,
        collections.owners_runs_on_removed_datasets_are_detached,
        collections.removed_datasets_are_detached,
        collections.runs_on_added_datasets_follow,
        collections.added_datasets_are_attached,
        sharing.foreign_runs_are_detached,
        sharing.foreign_datasets_are_detached,
        sharing.collection_is_unshared,
        collections.updated_at_moves,
    ),
    view=collection_views.updated_collection,
)

DELETE = Chapter(
    action=DeleteDataCollection,
    guards=(
        visibility.collection_is_found,
        collections.owned_is_deleted_by_its_owner,
        collections.ownerless_is_deleted_by_an_administrator,
        collections.deleted_collection_is_empty,
    ),
    deeds=(collections.contents_are_detached, collections.collection_is_removed),
    view=nothing,
)

CHAPTERS = (LIST, GET, CREATE, UPDATE, DELETE)
