"""Humanloop servers broken on purpose: what implementations of versioned datasets get wrong."""

from mock_server.domain.humanloop.faults_in_making import MAKING
from mock_server.domain.humanloop.faults_in_telling import TELLING

FAULTS = (*MAKING, *TELLING)
