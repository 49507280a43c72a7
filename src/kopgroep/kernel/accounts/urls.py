from django.urls import path

from kopgroep.kernel.accounts import views, views_of_address

urlpatterns = [
    path("account/", views.account, name="account"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<uuid:uid>/end/", views.token_end, name="token-end"),
    # The name that allauth's own pages ask for; its own way of changing an address is not used.
    path("account/email/", views_of_address.address, name="account_email"),
    path("account/email/<str:proof>/", views_of_address.confirm, name="address-confirm"),
    path("account/sessions/", views.sessions, name="sessions"),
    path("account/sessions/end-others/", views.sessions_end_others, name="sessions-end-others"),
    path("account/sessions/<int:number>/end/", views.session_end, name="session-end"),
    path("account/demo/", views.demo_sign_in, name="demo-sign-in"),
    path("i18n/setlang/", views.set_language, name="set_language"),
]
