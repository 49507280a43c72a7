from django.urls import path

from kopgroep.rooms.contributions.views import acts, asking, pages

app_name = "contributions"

urlpatterns = [
    path("deals/<slug:deal>/contributions/", pages.contributions, name="contributions"),
    path("deals/<slug:deal>/contributions/ask/", asking.ask, name="ask"),
    path("deals/<slug:deal>/contributions/invoices/", pages.invoices, name="invoices"),
    path("deals/<slug:deal>/contributions/activities/", pages.activities, name="activities"),
    path("deals/<slug:deal>/contributions/activities/add/", acts.activity, name="activity-add"),
    path("deals/<slug:deal>/contributions/scheme/", acts.scheme, name="scheme"),
    path("activities/<int:activity_id>/close/", acts.close, name="activity-close"),
    path("partners/<int:partner_id>/contributions/", pages.partner_sheet, name="partner"),
    path("partners/<int:partner_id>/contributions/commit/", acts.commit, name="commit"),
    path("partners/<int:partner_id>/contributions/give/", acts.give, name="give"),
    path("partners/<int:partner_id>/contributions/log/", acts.log, name="log"),
    path("partners/<int:partner_id>/contributions/invoice/", acts.invoice, name="invoice"),
    path("partners/<int:partner_id>/contributions/statement/", pages.statement, name="statement"),
    path("hours/<int:entry_id>/take-back/", acts.take_back, name="take-back"),
    path("hours/suggestions/<int:suggestion_id>/", acts.answer, name="answer"),
    path("invoices/<int:invoice_id>/payment/", acts.payment, name="payment"),
    path("invoices/<int:invoice_id>/cancel/", acts.cancel, name="invoice-cancel"),
    path("payments/<int:payment_id>/undo/", acts.undo, name="payment-undo"),
]
