"""What the house asks of the network."""

from kopgroep.rooms.partners.faces.charter import take_charter
from kopgroep.rooms.partners.faces.measuring import measures
from kopgroep.rooms.partners.faces.waiting import news, waiting_for

__all__ = ["measures", "news", "take_charter", "waiting_for"]
