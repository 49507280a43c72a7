"""Contributions (bijdragen): what partners promised, gave and still owe, in days, euros and kind.

Use cases: suggest_hours.
"""
