"""Tables from files as people make them (text, Excel, OpenDocument, JSON): bytes in, rows of text out."""

from kopgroep.formats.tables.heads import column_names, header_row, normalised
from kopgroep.formats.tables.model import Limits, Table, Unreadable
from kopgroep.formats.tables.reading import read_table

__all__ = ["Limits", "Table", "Unreadable", "column_names", "header_row", "normalised", "read_table"]
