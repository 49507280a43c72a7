"""Decision support: numbers in, numbers and reasons out. It decides nothing and knows no Django.

Rooms ask it through their advice.py: ranking, portfolio, teams, pilots, meetings, forecast. It is built in a later
step; until then this docstring holds its place in the import contracts.
"""
