from django.urls import path

from kopgroep.kernel.links import views

urlpatterns = [path("l/<str:token>/", views.link, name="link")]
