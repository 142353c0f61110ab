"""Every hand-made fault of Aegis: one small, realistic mistake each."""

from mock_server.domain.aegis import (
    faults_collections,
    faults_dataset_sharing,
    faults_datasets,
    faults_membership,
    faults_promotion,
    faults_run_making,
    faults_runs,
    faults_sharing,
    faults_visibility,
)
from mock_server.domain.faults import Fault

FAULTS: tuple[Fault, ...] = (
    *faults_visibility.FAULTS,
    *faults_collections.FAULTS,
    *faults_membership.FAULTS,
    *faults_sharing.FAULTS,
    *faults_promotion.FAULTS,
    *faults_datasets.FAULTS,
    *faults_dataset_sharing.FAULTS,
    *faults_runs.FAULTS,
    *faults_run_making.FAULTS,
)
