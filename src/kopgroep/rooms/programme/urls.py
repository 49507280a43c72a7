"""Addresses of the deal as a whole: its planning and its phases."""

from django.urls import path

from kopgroep.rooms.programme import views

app_name = "programme"
urlpatterns = [
    path("deals/<slug:deal>/planning/", views.planning, name="planning"),
    path("deals/<slug:deal>/planning/versions/<int:number>/", views.planning, name="plan-version"),
    path("deals/<slug:deal>/planning/change/", views.plan, name="plan"),
    path("deals/<slug:deal>/phases/", views.phases, name="phases"),
    path("deals/<slug:deal>/phases/enter/", views.enter_phase, name="enter-phase"),
    path("deals/<slug:deal>/phases/open/<slug:lock>/", views.open_lock, name="open-lock"),
]
