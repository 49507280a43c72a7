"""Selection (keuze): which tools the deal goes on with, why, and the way back for the others.

Use cases: open_round, cast_vote, choose_tools.
"""
