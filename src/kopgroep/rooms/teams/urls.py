from django.urls import path

from kopgroep.rooms.teams.views import acts, pages

app_name = "teams"

urlpatterns = [
    path("deals/<slug:deal>/teams/", pages.teams, name="teams"),
    path("deals/<slug:deal>/teams/form/", acts.form_team, name="form"),
    path("deals/<slug:deal>/teams/proposal/", pages.proposal, name="proposal"),
    path("teams/<int:team_id>/", pages.team, name="team"),
    path("teams/<int:team_id>/seats/add/", acts.seat, name="seat"),
    path("teams/<int:team_id>/wish/", acts.wish, name="wish"),
    path("teams/<int:team_id>/involvement/", pages.involvements, name="involvements"),
    path("teams/<int:team_id>/involvement/add/", acts.log, name="involve"),
    path("teams/<int:team_id>/deliverables/add/", acts.deliverable, name="deliverable"),
    path("teams/<int:team_id>/plan/draft/", acts.draft, name="draft"),
    path("seats/<int:seat_id>/leave/", acts.leave, name="leave"),
    path("deliverables/<int:deliverable_id>/delivered/", acts.deliver, name="deliver"),
    path("plans/<int:plan_id>/", pages.plan, name="plan"),
    path("plans/<int:plan_id>/parts/<slug:code>/", acts.part, name="part"),
    path("plans/<int:plan_id>/budget/add/", acts.budget, name="budget-add"),
    path("plans/<int:plan_id>/submit/", acts.submit, name="submit"),
    path("plans/<int:plan_id>/approve/", acts.approve, name="approve"),
    path("plans/<int:plan_id>/send-back/", acts.send_back, name="send-back"),
    path("plans/<int:plan_id>/withdraw/", acts.withdraw, name="withdraw"),
    path("budget-lines/<int:line_id>/remove/", acts.remove_line, name="line-remove"),
]
