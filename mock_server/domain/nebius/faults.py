"""Every hand-made fault of Token Factory: one small, realistic mistake each."""

from mock_server.domain.faults import Fault
from mock_server.domain.nebius import faults_in_changing, faults_in_making, faults_in_telling

FAULTS: tuple[Fault, ...] = (
    *faults_in_making.FAULTS,
    *faults_in_changing.FAULTS,
    *faults_in_telling.FAULTS,
)
