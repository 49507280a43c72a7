from django.urls import path

from kopgroep.rooms.selection.views import asking, choices, pages, proposal, rounds

app_name = "selection"

urlpatterns = [
    path("deals/<slug:deal>/selection/", pages.selection, name="selection"),
    path("deals/<slug:deal>/selection/proposal/", proposal.proposal, name="proposal"),
    path("deals/<slug:deal>/selection/proposal/calculate/", proposal.calculate, name="proposal-calculate"),
    path("deals/<slug:deal>/selection/choose/", choices.choose, name="choose"),
    path("deals/<slug:deal>/selection/leave-out/", choices.reject, name="reject"),
    path("deals/<slug:deal>/selection/open-a-round/", rounds.add, name="round-add"),
    path("rounds/<int:round_id>/", rounds.round_page, name="round"),
    path("rounds/<int:round_id>/close/", rounds.close, name="round-close"),
    path("rounds/<int:round_id>/decide/", choices.decide, name="round-decide"),
    path("rounds/<int:round_id>/mail/", asking.ask, name="round-ask"),
    path("rounds/<int:round_id>/screen/", rounds.screen, name="screen"),
    path("rounds/<int:round_id>/code.svg", rounds.code, name="code"),
    path("rounds/<int:round_id>/vote/<int:partner_id>/", rounds.ballot, name="ballot"),
    path("vote/", rounds.enter, name="enter"),
    path("vote/<slug:short>/", rounds.enter, name="vote"),
    path("choices/<int:choice_id>/take-back/", choices.revoke, name="revoke"),
    path("rejections/<int:rejection_id>/reconsider/", choices.reconsider, name="reconsider"),
]
