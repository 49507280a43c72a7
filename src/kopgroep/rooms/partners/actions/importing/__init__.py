"""What can come in by a table: organisations, partners with their contacts, contacts."""

from kopgroep.rooms.partners.actions.importing.kinds import CONTACTS, ORGANISATIONS, PARTNERS

__all__ = ["CONTACTS", "ORGANISATIONS", "PARTNERS"]
