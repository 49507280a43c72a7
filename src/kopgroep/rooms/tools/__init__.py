"""Tools: the needs of the deal, what exists already, and the longlist (behoefte, bestaand instrument, longlist).

Use cases: state_need, support_need, merge_needs, record_search, note_existing_tool, propose_tool, note_status,
name_owner, wish_to_test.
"""
