"""The command line: the programme through actions and queries, and the upkeep of an installation."""
