"""The whole site on one page, in the order of the deal."""

from allauth.socialaccount import views as social
from django.urls import include, path

from kopgroep.web.pages import (
    comments,
    deal,
    desk,
    errors,
    gallery,
    health,
    home,
    imports,
    jobs,
    lists,
    onboarding,
    outbox,
    people,
    search,
    synonyms,
    webhooks,
)

handler400 = errors.not_understood
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.gone_wrong

urlpatterns = [
    path("", home.home, name="home"),
    path("theme.css", home.theme, name="theme"),
    path("desk/", desk.desk, name="desk"),
    path("deals/<slug:deal>/", deal.deal, name="deal"),
    path("deals/<slug:deal>/about/", deal.about, name="deal-about"),
    path("", include("kopgroep.rooms.programme.urls")),
    path("", include("kopgroep.rooms.gates.urls")),
    path("", include("kopgroep.rooms.archive.urls")),
    path("deals/<slug:deal>/people/", people.people, name="people"),
    path("deals/<slug:deal>/people/<int:grant_id>/end/", people.end, name="people-end"),
    path("", include("kopgroep.kernel.accounts.urls")),
    path("", include("kopgroep.kernel.links.urls")),
    path("", include("kopgroep.kernel.privacy.urls")),
    path("", include("kopgroep.kernel.mailing.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("account/oidc/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("account/oidc/error/", social.login_error, name="socialaccount_login_error"),
    # allauth's own confirming of addresses knows nothing of ours; see account/email/.
    path("account/confirm-email/", errors.not_found),
    path("account/confirm-email/<path:key>", errors.not_found),
    path("account/", include("allauth.account.urls")),
    path("comments/<str:address>/add/", comments.make, name="comment-make"),
    path("comments/<uuid:uid>/withdraw/", comments.withdraw, name="comment-withdraw"),
    path("deals/<slug:deal>/webhooks/", webhooks.webhooks, name="webhooks"),
    path("deals/<slug:deal>/webhooks/add/", webhooks.add, name="webhook-add"),
    path("deals/<slug:deal>/webhooks/<uuid:uid>/", webhooks.webhook, name="webhook"),
    path("deals/<slug:deal>/webhooks/<uuid:uid>/edit/", webhooks.edit, name="webhook-edit"),
    path("deals/<slug:deal>/webhooks/<uuid:uid>/do/", webhooks.act, name="webhook-do"),
    path("deals/<slug:deal>/webhooks/<uuid:uid>/remove/", webhooks.remove, name="webhook-remove"),
    path(
        "deals/<slug:deal>/webhooks/<uuid:uid>/<uuid:delivery>/", webhooks.delivery, name="webhook-delivery"
    ),
    path(
        "deals/<slug:deal>/webhooks/<uuid:uid>/<uuid:delivery>/again/",
        webhooks.delivery_again,
        name="webhook-delivery-again",
    ),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/<uuid:uid>/", outbox.mail, name="mail"),
    path("outbox/<uuid:uid>/again/", outbox.again, name="mail-again"),
    path("outbox/<uuid:uid>/trust/", outbox.trust, name="mail-trust"),
    path("search/", search.search, name="search"),
    path("search/synonyms/", synonyms.synonyms, name="synonyms"),
    path("search/synonyms/<int:synonym_id>/remove/", synonyms.remove, name="synonym-remove"),
    path("deals/<slug:deal>/imports/", imports.imports, name="imports"),
    path("deals/<slug:deal>/imports/known/<slug:kind>.<slug:form>", imports.known, name="imports-known"),
    path("imports/<uuid:uid>/", imports.table, name="import"),
    path("imports/<uuid:uid>/columns/", imports.columns, name="import-columns"),
    path("imports/<uuid:uid>/go-on/", imports.go_on, name="import-go-on"),
    path("imports/<uuid:uid>/undo/", imports.undo, name="import-undo"),
    path("imports/<uuid:uid>/remove/", imports.give_up, name="import-give-up"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/start/", jobs.start, name="job-start"),
    path("jobs/<uuid:uid>/", jobs.job, name="job"),
    path("jobs/<uuid:uid>/stop/", jobs.stop, name="job-stop"),
    path("jobs/<uuid:uid>/again/", jobs.again, name="job-again"),
    path("lists/views/", lists.save, name="saved-views"),
    path("lists/views/<uuid:uid>/", lists.show, name="saved-view"),
    path("lists/views/<uuid:uid>/remove/", lists.remove, name="saved-view-remove"),
    path("api/", include("kopgroep.api.urls")),
    path("ui/", gallery.gallery, name="gallery"),
    path("", include("kopgroep.rooms.partners.urls")),
    path("partners/<int:partner_id>/start/", onboarding.onboarding, name="onboarding"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/", health.everything, name="health"),
]
