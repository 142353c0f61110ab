"""How Aegis words its errors: `{"detail": …}`, as FastAPI does."""

from mock_server.web.dialects.dialect import Dialect

DIALECT = Dialect(
    refused=lambda refused, status: {"detail": refused.sentence},
    invalid=lambda entries: {"detail": entries},
    told=lambda sentence: {"detail": sentence},
    challenge={"WWW-Authenticate": "Bearer"},
)
