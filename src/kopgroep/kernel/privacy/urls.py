from django.urls import path

from kopgroep.kernel.privacy import views

urlpatterns = [
    path("privacy/", views.page, name="privacy"),
    path("privacy/people/", views.people, name="people-data"),
    path("privacy/people/<str:address>/", views.person, name="person-data"),
    path("privacy/people/<str:address>/download/", views.person_download, name="person-download"),
    path("privacy/people/<str:address>/erase/", views.person_erase, name="person-erase"),
    path("privacy/retention/", views.retention, name="retention"),
    path("account/data/", views.mine, name="my-data"),
    path("account/data/download/", views.mine_download, name="my-data-download"),
    path("account/data/erase/", views.mine_erase, name="my-data-erase"),
]
