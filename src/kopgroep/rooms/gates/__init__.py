"""The gates (faseovergang): which norms of the deal are met, on what evidence, what is missing, and what was decided.

Use cases: review_gate.
"""
