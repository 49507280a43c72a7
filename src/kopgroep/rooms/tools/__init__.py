"""Tools: the needs of the deal, what exists already, and the longlist (behoefte, bestaand instrument, longlist).

Use cases: state_need, propose_tool.
"""
