"""Addresses of a deal's charter, and of setting up a deal from one."""

from django.urls import path

from kopgroep.rooms.archive import views

app_name = "archive"
urlpatterns = [
    path("charters/load/", views.new, name="new"),
    path("deals/<slug:deal>/charter/", views.charter, name="charter"),
    path("deals/<slug:deal>/charter.yaml", views.charter_file, name="charter-file"),
    path("deals/<slug:deal>/charter/load/", views.load, name="load"),
    path("deals/<slug:deal>/archive/", views.archive, name="archive"),
    path("deals/<slug:deal>/archive/<uuid:uid>/", views.download, name="download"),
    path("archives/restore/", views.restore, name="restore"),
    path("archives/restore/<uuid:uid>/", views.plan, name="plan"),
    path("deals/<slug:deal>/clone/", views.clone, name="clone"),
]
