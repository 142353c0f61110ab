"""What day and time it is for the suite: asked here and nowhere else."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Tell the time, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Tell the day, in UTC, so that a waiver expires everywhere at once."""
    return now().date()
