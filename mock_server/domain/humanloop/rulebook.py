"""Humanloop's rulebook: which rules an operation has, in the order of their playing."""

from mock_server.domain.humanloop import (
    choosing,
    datapoints,
    deployments,
    drafting,
    listing,
    paths,
    versions,
    views,
    visibility,
)
from mock_server.domain.humanloop.actions import (
    DeleteHumanloopDataset,
    DeleteHumanloopVersion,
    DeployHumanloopVersion,
    GetHumanloopDataset,
    ListHumanloopDatapoints,
    ListHumanloopDatasets,
    ListHumanloopEnvironments,
    ListHumanloopVersions,
    MoveHumanloopDataset,
    RemoveHumanloopDeployment,
    UpdateHumanloopVersion,
    UploadHumanloopCsv,
    UpsertHumanloopDataset,
)
from mock_server.domain.step import Chapter, bind, nothing

LIST = Chapter(
    action=ListHumanloopDatasets,
    sieves=(
        listing.only_own_datasets,
        listing.only_datasets_with_the_name,
        listing.only_datasets_of_the_user,
        listing.datasets_are_sorted,
        listing.datasets_descend,
    ),
    view=views.page_of_datasets,
)

UPSERT = Chapter(
    action=UpsertHumanloopDataset,
    guards=(
        paths.path_or_id_is_sent,
        paths.path_ends_in_a_name,
        versions.version_name_is_not_empty,
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.version_is_found,
        visibility.environment_is_found_by_name,
        visibility.environment_holds_a_version,
        paths.path_and_id_agree,
        versions.version_name_is_free,
    ),
    deeds=(
        paths.new_path_makes_a_dataset,
        drafting.base_is_the_latest_version,
        drafting.base_is_the_environments_version,
        drafting.base_is_the_named_version,
        drafting.datapoints_are_set,
        drafting.datapoints_are_added,
        drafting.datapoints_are_removed,
        drafting.doubles_are_dropped,
        drafting.attributes_are_part_of_the_content,
        versions.same_content_is_the_same_version,
        versions.new_content_is_a_new_version,
        versions.unnamed_version_takes_the_name,
        versions.undescribed_version_takes_the_description,
        versions.first_version_is_deployed,
    ),
    sieves=(choosing.datapoints_are_told_on_request,),
    view=views.upserted_version,
)

GET = Chapter(
    action=GetHumanloopDataset,
    guards=(
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.version_is_found,
        visibility.environment_is_found_by_name,
        visibility.environment_holds_a_version,
        choosing.default_is_deployed,
    ),
    sieves=(
        choosing.latest_created_is_told,
        choosing.default_deployment_is_told,
        choosing.environments_version_is_told,
        choosing.named_version_is_told,
        choosing.datapoints_are_told_on_request,
    ),
    view=views.chosen_version,
)

DELETE = Chapter(
    action=DeleteHumanloopDataset,
    guards=(visibility.dataset_is_found, visibility.dataset_is_the_organisations_own),
    deeds=(paths.dataset_is_removed,),
    view=nothing,
)

MOVE = Chapter(
    action=MoveHumanloopDataset,
    guards=(
        paths.path_ends_in_a_name,
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        paths.new_path_is_free,
    ),
    deeds=(
        paths.updated_at_moves_with_the_path,
        paths.dataset_moves_to_the_path,
        paths.dataset_takes_the_name,
    ),
    view=views.moved_dataset,
)

DATAPOINTS = Chapter(
    action=ListHumanloopDatapoints,
    guards=(
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.version_is_found,
        visibility.environment_is_found_by_name,
        visibility.environment_holds_a_version,
        choosing.default_is_deployed,
    ),
    sieves=(
        choosing.latest_created_is_told,
        choosing.default_deployment_is_told,
        choosing.environments_version_is_told,
        choosing.named_version_is_told,
    ),
    view=views.page_of_datapoints,
)

VERSIONS = Chapter(
    action=ListHumanloopVersions,
    guards=(visibility.dataset_is_found, visibility.dataset_is_the_organisations_own),
    sieves=(listing.latest_version_is_told_in_full,),
    view=views.all_versions,
)

UPDATE_VERSION = Chapter(
    action=UpdateHumanloopVersion,
    guards=(
        versions.label_is_not_null,
        versions.version_name_is_not_empty,
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.version_is_found,
        versions.new_name_is_free,
    ),
    deeds=(
        versions.updated_at_moves_with_the_label,
        versions.version_is_named,
        versions.version_is_described,
    ),
    view=views.updated_version,
)

DELETE_VERSION = Chapter(
    action=DeleteHumanloopVersion,
    guards=(
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.version_is_found,
        versions.version_is_not_deployed,
        versions.version_is_not_the_last,
    ),
    deeds=(versions.version_is_removed,),
    view=nothing,
)

UPLOAD = Chapter(
    action=UploadHumanloopCsv,
    guards=(
        datapoints.file_has_a_header,
        versions.version_name_is_not_empty,
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.version_is_found,
        visibility.environment_is_found_by_name,
        visibility.environment_holds_a_version,
        versions.version_name_is_free,
    ),
    deeds=(
        drafting.base_is_the_deployed_version,
        drafting.base_is_the_environments_version,
        drafting.base_is_the_named_version,
        drafting.rows_become_datapoints,
        drafting.target_column_becomes_the_target,
        drafting.rows_are_added_to_the_base,
        drafting.doubles_are_dropped,
        versions.same_content_is_the_same_version,
        versions.new_content_is_a_new_version,
        versions.unnamed_version_takes_the_name,
        versions.undescribed_version_takes_the_description,
    ),
    view=views.uploaded_version,
)

DEPLOY = Chapter(
    action=DeployHumanloopVersion,
    guards=(
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.environment_is_found,
        visibility.version_is_found,
    ),
    deeds=(deployments.version_is_deployed,),
    view=views.deployed_version,
)

UNDEPLOY = Chapter(
    action=RemoveHumanloopDeployment,
    guards=(
        visibility.dataset_is_found,
        visibility.dataset_is_the_organisations_own,
        visibility.environment_is_found,
    ),
    deeds=(deployments.deployment_is_removed,),
    view=nothing,
)

ENVIRONMENTS = Chapter(
    action=ListHumanloopEnvironments,
    guards=(visibility.dataset_is_found, visibility.dataset_is_the_organisations_own),
    sieves=(deployments.only_own_environments,),
    view=views.all_environments,
)

CHAPTERS = (
    LIST,
    UPSERT,
    GET,
    DELETE,
    MOVE,
    DATAPOINTS,
    VERSIONS,
    UPDATE_VERSION,
    DELETE_VERSION,
    UPLOAD,
    DEPLOY,
    UNDEPLOY,
    ENVIRONMENTS,
)
RULEBOOK = bind(*CHAPTERS)
