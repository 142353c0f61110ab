"""The choices that the documents leave open about datasets and runs."""

from mock_server.domain.readings import Reading

DATA_READINGS: tuple[Reading, ...] = ()
