from django.urls import path

from kopgroep.rooms.partners.views import asking, board, mergers, organisations, partners, people

app_name = "partners"

urlpatterns = [
    path("deals/<slug:deal>/network/", board.network, name="network"),
    path("deals/<slug:deal>/board/", board.board, name="board"),
    path("deals/<slug:deal>/partners/", partners.partner_list, name="list"),
    path("deals/<slug:deal>/partners/add/", partners.add, name="add"),
    path("partners/<int:partner_id>/", partners.partner_page, name="partner"),
    path("partners/<int:partner_id>/move/", partners.move, name="move"),
    path("partners/<int:partner_id>/step/", board.step, name="step"),
    path("partners/<int:partner_id>/motivation/", partners.motivation, name="motivation"),
    path("partners/<int:partner_id>/role/", partners.role, name="role"),
    path("partners/<int:partner_id>/edit/", partners.edit, name="edit"),
    path("partners/<int:partner_id>/ask/", asking.ask, name="ask"),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations/add/", organisations.add, name="organisation-add"),
    path("organisations/merge/", mergers.merge, name="merge"),
    path("organisations/mergers/<int:merger_id>/", mergers.merger_page, name="merger"),
    path("organisations/<int:organisation_id>/", organisations.organisation_page, name="organisation"),
    path("organisations/<int:organisation_id>/edit/", organisations.edit, name="organisation-edit"),
    path("organisations/<int:organisation_id>/contacts/add/", people.add, name="contact-add"),
    path("contacts/<int:contact_id>/edit/", people.edit, name="contact-edit"),
    path("contacts/<int:contact_id>/end/", people.end, name="contact-end"),
]
