"""Assessment (beoordelen): the framework that tools are held against, and what assessors found.

Use cases: adopt_framework, assess_tool.
"""
