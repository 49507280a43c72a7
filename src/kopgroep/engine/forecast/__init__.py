"""The chance that a gate's norms are met in time, and what would raise it most.

A norm of a gate counts items (partners, tools, pilots) that reach a stage. Each item goes down a chain of stages, with
a chance to get on and a time that each step takes; shocks (a municipal election, a ministry without money) hit many
items at once. Given the shocks, items are independent, so the counts have exact distributions; only where norms share
too many items does the forecast draw samples, and then it says so with its standard error.
"""
