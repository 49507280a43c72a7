from django.urls import path

from kopgroep.rooms.signing.views import acts, pages

app_name = "signing"

urlpatterns = [
    path("deals/<slug:deal>/signing/", pages.signing, name="signing"),
    path("deals/<slug:deal>/signing/draft/", acts.draft, name="draft"),
    path("deals/<slug:deal>/signing/parties.txt", pages.gazette, name="gazette"),
    path("deals/<slug:deal>/signing/who/", pages.signatories, name="signatories"),
    path("texts/<int:text_id>/", pages.text, name="text"),
    path("texts/<int:text_id>/pdf/", pages.pdf, name="pdf"),
    path("texts/<int:text_id>/parts/<slug:code>/", acts.part, name="part"),
    path("texts/<int:text_id>/freeze/", acts.freeze, name="freeze"),
    path("texts/<int:text_id>/call/", acts.call, name="call"),
    path("signing-moments/<int:moment_id>/", pages.moment, name="moment"),
    path("signing-moments/<int:moment_id>/sheet/", acts.sheet, name="sheet"),
    path("signing-moments/<int:moment_id>/scan/", pages.scan, name="scan"),
    path("signing-moments/<int:moment_id>/sign/<int:partner_id>/", acts.sign, name="sign"),
    path("partners/<int:partner_id>/signatory/", acts.signatory, name="signatory"),
    path("signatories/<int:signatory_id>/check/", acts.check, name="check"),
    path("signatures/<int:signature_id>/withdraw/", acts.withdraw, name="withdraw"),
]
