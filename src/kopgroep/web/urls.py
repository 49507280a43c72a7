"""The whole site on one page, in the order of the deal."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
