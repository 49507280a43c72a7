"""A deal coming in and going out: as a charter, and whole."""

from kopgroep.rooms.archive.actions.archives import archive_deal, restore_deal
from kopgroep.rooms.archive.actions.charters import as_template, clone_deal, load_deal

__all__ = ["archive_deal", "as_template", "clone_deal", "load_deal", "restore_deal"]
