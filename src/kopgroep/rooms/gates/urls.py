from django.urls import path

from kopgroep.rooms.gates import views

app_name = "gates"
urlpatterns = [
    path("deals/<slug:deal>/gates/<slug:phase>/", views.gate_page, name="gate"),
    path("deals/<slug:deal>/gates/<slug:phase>/review/", views.review, name="review"),
    path("gate-reviews/<int:review_id>/", views.decision, name="decision"),
]
