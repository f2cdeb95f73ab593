"""Addresses of the account and of signing in to other systems."""

from __future__ import annotations

from django.urls import URLPattern, path

from yiwang.web.accounts import account, oidc, told, views

ROUTES: list[URLPattern] = [
    path("account/", account.account),
    path("account/tokens/", account.new_token),
    path("account/tokens/<int:id_>/end/", account.end_token),
    path("account/passkeys/", account.passkey_page),
    path("account/passkeys/<int:id_>/end/", account.end_passkey),
    path("me/messages/", told.choices),
    path("messages/stop/<str:token>/", told.stop),
    path("messages/sms/", told.answered),
    path("login/passkey/", views.passkey),
    path(".well-known/openid-configuration", oidc.discovery),
    path("oidc/keys/", oidc.keys),
    path("oidc/authorize/", oidc.authorize),
    path("oidc/token/", oidc.token),
    path("oidc/userinfo/", oidc.userinfo),
    path("oidc/introspect/", oidc.introspect),
    path("oidc/leave/", oidc.leave),
]
