"""Why a file is no table, and what a verdict is called, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kopgroep.formats.tables import Unreadable
from kopgroep.kernel.imports.kinds import Judged
from kopgroep.kernel.obstacles import Obstacle

WHY: Mapping[str, Promise] = {
    "empty": _("The file is empty. Choose a file with a row of heads and rows under it."),
    "only-heads": _("There are heads in this file, but no rows under them."),
    "too-large": _("The file is larger than %(most)s MB. Split it, or leave out what is not needed."),
    "grows": _(
        "Unpacked this file is larger than %(most)s MB. That is no ordinary table; save the sheet as CSV."
    ),
    "too-much": _("This workbook asks for more memory than it may. Save the sheet as CSV and try that."),
    "takes-long": _("Reading this workbook takes longer than %(seconds)s seconds. Save the sheet as CSV."),
    "too-many-rows": _("There are more than %(most)s rows. Split the file."),
    "too-many-columns": _("There are more than %(most)s columns. Take away what is not needed."),
    "null-bytes": _("This is no text but something else (it has null bytes). Save it as CSV, Excel or ODS."),
    "encoding": _("The letters cannot be read: it says to be %(encoding)s but is not. Save it as UTF-8."),
    "quotes": _("The quotation marks do not match near row %(row)s. Save the file as CSV again."),
    "password": _("The file has a password. Save it without a password and try again."),
    "broken": _("The file is damaged, or not what its name says. Open it and save it again."),
    "no-table": _("This is no table. Choose a CSV, Excel (xlsx) or OpenDocument (ods) file."),
}

VERDICTS: Mapping[Judged, Promise] = {
    Judged.NEW: _("new"),
    Judged.CHANGED: _("changes"),
    Judged.SAME: _("the same"),
    Judged.DOUBT: _("known already?"),
    Judged.REFUSED: _("refused"),
}
TONES: Mapping[Judged, str] = {
    Judged.NEW: "good",
    Judged.CHANGED: "info",
    Judged.SAME: "neutral",
    Judged.DOUBT: "warning",
    Judged.REFUSED: "bad",
}


def why(unreadable: Unreadable) -> Obstacle:
    words = WHY.get(unreadable.code, WHY["no-table"])
    return Obstacle(unreadable.code, words % dict(unreadable.facts), facts={"field": "file"})
