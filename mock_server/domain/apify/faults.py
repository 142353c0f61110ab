"""Every hand-made fault of Apify: one small, realistic mistake each."""

from mock_server.domain.apify import faults_access, faults_datasets, faults_items
from mock_server.domain.faults import Fault

FAULTS: tuple[Fault, ...] = (
    *faults_access.FAULTS,
    *faults_datasets.FAULTS,
    *faults_items.FAULTS,
)
