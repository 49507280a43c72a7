"""A deal coming in and going out whole (overdracht). No tables of its own; it asks every room for its part.

Use cases: load_deal, export_deal, clone_deal.
"""
