from django.urls import path

from kopgroep.kernel.accounts import views

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/end/", views.token_end, name="token-end"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/end-others/", views.sessions_end_others, name="sessions-end-others"),
    path("account/sessions/<int:number>/end/", views.session_end, name="session-end"),
    path("account/demo/", views.demo_sign_in, name="demo-sign-in"),
    path("i18n/setlang/", views.set_language, name="set_language"),
]
