"""What the archive room reads: charters, archives."""

from kopgroep.rooms.archive.queries.archives import archives_of, plan_of
from kopgroep.rooms.archive.queries.charters import changes_by_loading, charter_page, export_deal

__all__ = ["archives_of", "changes_by_loading", "charter_page", "export_deal", "plan_of"]
