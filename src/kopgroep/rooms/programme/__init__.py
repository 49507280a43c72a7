"""The deal itself (City Deal): its phases and planning, design principles and norms, read from a charter.

Dutch words: spelregels (charter), fase (phase), ontwerpprincipe (design principle), doel (norm).
Use cases: set_up_deal, change_deal, plan_phases, enter_phase, open_early.
"""
