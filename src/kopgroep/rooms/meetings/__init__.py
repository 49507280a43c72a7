"""Meetings (bijeenkomsten): when the deal meets, about which principle, what was decided and who does what.

Use cases: call_meeting, record_decision.
"""
