"""The whole site on one page, in the order of the deal."""

from django.urls import include, path

from kopgroep.web.pages import health, lists

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("lists/views/", lists.save, name="saved-views"),
    path("lists/views/<uuid:uid>/", lists.show, name="saved-view"),
    path("lists/views/<uuid:uid>/remove/", lists.remove, name="saved-view-remove"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/", health.everything, name="health"),
]
