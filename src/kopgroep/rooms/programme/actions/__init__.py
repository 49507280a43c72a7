"""What can be done to a deal as a whole: set it up, change it, plan it, take it into a phase."""

from kopgroep.rooms.programme.actions.charter import change_deal, set_up_deal
from kopgroep.rooms.programme.actions.phases import enter_phase, open_early
from kopgroep.rooms.programme.actions.planning import plan_phases

__all__ = ["change_deal", "enter_phase", "open_early", "plan_phases", "set_up_deal"]
