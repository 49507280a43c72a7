"""What can be done to a deal as a whole: set it up, change it, plan it, take it into a phase."""

from kopgroep.rooms.programme.actions.charter import change_deal, set_up_deal

__all__ = ["change_deal", "set_up_deal"]
