from django.urls import path

from kopgroep.kernel.mailing import views

urlpatterns = [
    path("account/mails/", views.mine, name="my-mails"),
    path("mail/<str:token>/", views.preferences, name="mail-preferences"),
    path("mail/<str:token>/stop/<slug:kind>/", views.stop, name="mail-stop"),
]
