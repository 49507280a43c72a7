"""What the product's own refusals, and a database that is not ready, become on the command line."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import InterfaceError, OperationalError, ProgrammingError

from kopgroep.cli import out
from kopgroep.kernel.archives.package import ArchiveWrong
from kopgroep.kernel.obstacles import Obstacle, Obstructed
from kopgroep.kernel.records import EditedMeanwhile


def explained(error: Exception) -> tuple[str, int] | None:
    """The words and the exit code; None for an error that nobody foresaw."""
    if isinstance(error, Obstructed):
        return "\n".join(_in_words(obstacle) for obstacle in error.obstacles), out.REFUSED
    if isinstance(error, ArchiveWrong):
        return f"{error} Nothing was changed.", out.REFUSED
    if isinstance(error, EditedMeanwhile):
        named = f"{error.current._meta.verbose_name} '{error.current}'"
        return f"Somebody else changed {named} meanwhile; nothing was overwritten.", out.REFUSED
    if isinstance(error, ValidationError):
        return "\n".join(error.messages), out.REFUSED
    if isinstance(error, ImproperlyConfigured):
        return str(error), out.WRONG_SETTING
    if isinstance(error, OperationalError | ProgrammingError | InterfaceError):
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        return (
            f"The database does not answer as it should: {reason}\n`kopgroep setup` makes or updates it.",
            out.WRONG_SETTING,
        )
    return None


def _in_words(obstacle: Obstacle) -> str:
    return f"{obstacle.why} Who can change this: {obstacle.who}" if obstacle.who else str(obstacle.why)
