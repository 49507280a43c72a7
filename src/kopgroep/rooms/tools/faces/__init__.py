"""What the house asks of needs and tools."""

from kopgroep.rooms.tools.faces.charter import take_charter
from kopgroep.rooms.tools.faces.measuring import measures, news, waiting_for

__all__ = ["measures", "news", "take_charter", "waiting_for"]
