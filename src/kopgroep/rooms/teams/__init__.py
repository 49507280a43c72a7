"""Design teams (ontwerpteams): who works on which principle, with which plan of approach and budget.

Use cases: form_team, approve_plan.
"""
