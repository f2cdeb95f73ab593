"""Signing in to other departments' systems: OpenID Connect Core 1.0, the authorization code with PKCE (RFC 7636) and nothing beside it."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from yiwang.engines.identity import api as identity
from yiwang.engines.trust import api as trust
from yiwang.kernel.actors import Actor
from yiwang.web import border, shells
from yiwang.web.accounts import clients, devices, grants, sessions
from yiwang.web.components.basics import Alert, Button, Pair, Pairs
from yiwang.web.permits import anyone, posts
from yiwang.web.throttle import Throttle, network

WRONG = Throttle("oidc", 20, timedelta(minutes=10))  # secrets that are wrong, of one system from one address
ASKS = ("client_id", "redirect_uri", "response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method")
CHALLENGE = re.compile("[A-Za-z0-9_-]{43}")


def _json(given: Mapping[str, Any], status: int = 200, **headers: str) -> HttpResponse:
    answer = HttpResponse(json.dumps(dict(given), ensure_ascii=False), status=status, content_type="application/json", headers=headers)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@anyone
def discovery(request: Any) -> HttpResponse:
    """`/.well-known/openid-configuration`"""
    here = settings.ADDRESS
    return _json({
        "issuer": here, "authorization_endpoint": f"{here}/oidc/authorize/", "token_endpoint": f"{here}/oidc/token/",
        "userinfo_endpoint": f"{here}/oidc/userinfo/", "jwks_uri": f"{here}/oidc/keys/", "introspection_endpoint": f"{here}/oidc/introspect/",
        "end_session_endpoint": f"{here}/oidc/leave/", "response_types_supported": ["code"], "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token"], "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"], "scopes_supported": list(clients.SCOPES), "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"], "authorization_response_iss_parameter_supported": True,
        "claims_supported": ["sub", "name", "unit", "unit_name", "post", "assurance"], "ui_locales_supported": ["zh-CN"]})


@anyone
def keys(request: Any) -> HttpResponse:
    """`/oidc/keys/`"""
    return _json(trust.public_set())


@posts
@anyone
def authorize(request: Any) -> HttpResponse:
    """`/oidc/authorize/`: who it is, what it wants to know, and yes or no. An address that is not registered is never gone to."""
    given = {name: (request.POST if request.method == "POST" else request.GET).get(name, "")[:500] for name in ASKS}
    it = clients.client(given["client_id"])
    if it is None or given["redirect_uri"] not in it.addresses:
        return _refused(request)
    if fault := _fault(given, it):
        return _back(given, error=fault)
    prompt = request.GET.get("prompt", "")
    if not request.actor.known or (request.method == "GET" and _again(request, prompt)):
        return _back(given, error="login_required") if prompt == "none" else HttpResponseRedirect(f"/login/?next={quote(_here(request))}")
    if prompt == "none":
        return _back(given, error="consent_required")  # each time is a decision of its own
    scope = [name for name in _asked(given) if name in it.scopes and name in _of(request.actor)]
    if request.method != "POST":
        return _asking(request, it, given, scope)
    if request.POST.get("agree") != "yes":
        return _back(given, error="access_denied")
    code = grants.agreed(actor=request.actor, signin=devices.signin_of(request.session.session_key), client=it.code, address=given["redirect_uri"],
                         scope=" ".join(scope), nonce=given["nonce"][:200], challenge=given["code_challenge"], at=request.at)
    return _back(given, code=code)


def _fault(given: Mapping[str, str], it: clients.Client) -> str:
    """What is wrong with a request whose address is right (RFC 6749 4.1.2.1)."""
    if given["response_type"] != "code":
        return "unsupported_response_type"
    if "openid" not in _asked(given):
        return "invalid_scope"
    return "" if given["code_challenge_method"] == "S256" and CHALLENGE.fullmatch(given["code_challenge"]) else "invalid_request"


def _asked(given: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(given["scope"].split()))


def _of(actor: Actor) -> tuple[str, ...]:
    """What may be said of somebody in this capacity: of officials their post, of citizens how surely they are known."""
    return ("openid", "profile", "post") if actor.official else ("openid", "profile", "real_name")


def _again(request: Any, prompt: str) -> bool:
    """Whether the system wants a fresh sign-in."""
    age = request.GET.get("max_age", "")
    own = next((d for d in devices.own(account=request.actor.account, key=request.session.session_key, at=request.at) if d.here), None)
    if own is None or prompt == "login":
        return True
    return age.isascii() and age.isdigit() and (request.at - own.since).total_seconds() > int(age[:9])


def _here(request: Any) -> str:
    """The same address without what asks for signing in: that is done when one comes back."""
    kept = [(name, value) for name, value in request.GET.items() if name != "prompt"]
    return f"{request.path}?{urlencode(kept)}"


def _back(given: Mapping[str, str], **told: str) -> HttpResponse:
    """To the registered address, with what it sent along and who says it (RFC 9207)."""
    told |= {"iss": settings.ADDRESS} | ({"state": given["state"]} if given["state"] else {})
    address = given["redirect_uri"]
    return HttpResponse(status=302, headers={"Location": f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(told)}", "Cache-Control": "no-store",
                                             "Referrer-Policy": "no-referrer"})


def _asking(request: Any, it: clients.Client, given: Mapping[str, str], scope: list[str]) -> HttpResponse:
    actor, place = request.actor, urlsplit(given["redirect_uri"])
    whom = f"{actor.unit_name} · {actor.post_name}　{actor.name}" if actor.official else actor.firm_name or actor.name
    hears = "；".join(clients.SCOPES[name] for name in scope)
    told = Pairs((Pair("系统", f"{it.title}（{place.hostname}）"), Pair("您的身份", whom), Pair("会告诉它", hears)), grid=True)
    answer = render(request, "yiwang/accounts/agree.html", {
        "shell": shells.public(request), "title": f"登录{it.title}", "told": told, "hidden": given.items(),
        "buttons": (Button("同意并登录", style="primary", name="agree", value="yes"), Button("不同意", name="agree", value="no")),
        "alert": Alert("您在用这里的账号登录另一个系统", "它不会知道您的密码。您在这里退出登录，它也马上不能再用您的身份；最长十二小时。", "info")})
    answer.headers["Content-Security-Policy"] = border.ONWARD.format(f" {place.scheme}://{place.netloc}")
    return answer


def _refused(request: Any) -> HttpResponse:
    """Nothing is sent to an address that nobody registered: it may be a stranger's."""
    return render(request, "yiwang/accounts/once.html", {
        "shell": shells.public(request), "layout": "yiwang/public.html", "office": False, "title": "不能登录这个系统",
        "alert": Alert("这个系统没有登记，或者它的地址不对", "请回到您要用的系统，告诉它的管理员；不要在别处输入密码。", "bad")}, status=400)


@csrf_exempt
@posts
@anyone
def token(request: Any) -> HttpResponse:
    """`POST /oidc/token/`: a code or a refresh token for tokens."""
    it = _client(request)
    if isinstance(it, HttpResponse):
        return it
    kind, found = request.POST.get("grant_type", ""), None
    if kind == "authorization_code":
        found = grants.taken(code=request.POST.get("code", "")[:200], client=it.code, address=request.POST.get("redirect_uri", ""),
                             verifier=request.POST.get("code_verifier", "")[:200], at=request.at)
    elif kind == "refresh_token":
        found = grants.refreshed(token=request.POST.get("refresh_token", "")[:200], client=it.code, at=request.at)
    else:
        return _json({"error": "unsupported_grant_type"}, 400)
    if found is None:
        return _json({"error": "invalid_grant"}, 400)
    now = int(request.at.timestamp())
    claims = {"iss": settings.ADDRESS, "aud": it.code, "iat": now, "exp": now + 600, "auth_time": int(found.held.since.timestamp()), **_claims(it, found.held)}
    if found.held.nonce:
        claims["nonce"] = found.held.nonce
    return _json({"access_token": found.access, "token_type": "Bearer", "expires_in": int(grants.ACCESS_LASTS.total_seconds()),
                  "refresh_token": found.refresh, "scope": " ".join(found.held.scope), "id_token": trust.assertion(claims)})


def _client(request: Any) -> clients.Client | HttpResponse:
    """The system that asks, proven by its secret; or the refusal. Slowed down when it guesses."""
    code, secret = request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            code, _, secret = (unquote(part) for part in base64.b64decode(sent, validate=True).decode().partition(":"))
        except (binascii.Error, UnicodeDecodeError):
            code = ""
    it = clients.client(code) if request.method == "POST" else None
    key = f"{code[:40]}|{network(request.META.get('REMOTE_ADDR', ''))}"
    if it is not None and WRONG.waits(key, request.at) is None:
        if clients.proven(it, secret):
            return it
        WRONG.failed(key, request.at)
    return _json({"error": "invalid_client"}, 401, **{"WWW-Authenticate": 'Basic realm="yiwang"'})


def _claims(it: clients.Client, held: grants.Held) -> dict[str, Any]:
    """What was agreed to be told, and nothing else."""
    actor = held.actor
    found: dict[str, Any] = {"sub": trust.pseudonym(among=it.sector, of=f"person:{actor.person}")}
    if "profile" in held.scope:
        found["name"] = actor.name
    if "post" in held.scope and actor.official:
        found |= {"unit": identity.unit(actor.unit).code, "unit_name": actor.unit_name, "post": actor.post_name}
    if "real_name" in held.scope and not actor.official:
        found["assurance"] = actor.assurance.value
    return found


@csrf_exempt
@posts
@anyone
def userinfo(request: Any) -> HttpResponse:
    """`/oidc/userinfo/`"""
    kind, _, access = request.headers.get("Authorization", "").partition(" ")
    held = grants.held(access=access.strip(), at=request.at) if kind.lower() == "bearer" else None
    it = clients.client(held.client) if held else None
    if held is None or it is None:
        return _json({"error": "invalid_token"}, 401, **{"WWW-Authenticate": 'Bearer realm="yiwang", error="invalid_token"'})
    return _json(_claims(it, held))


@csrf_exempt
@posts
@anyone
def introspect(request: Any) -> HttpResponse:
    """`POST /oidc/introspect/` (RFC 7662): of its own tokens alone."""
    it = _client(request)
    if isinstance(it, HttpResponse):
        return it
    held = grants.held(access=request.POST.get("token", "")[:200], at=request.at)
    if held is None or held.client != it.code or held.until is None:
        return _json({"active": False})
    return _json({"active": True, "scope": " ".join(held.scope), "client_id": it.code, "exp": int(held.until.timestamp()), "sub": _claims(it, held)["sub"]})


@posts
@anyone
def leave(request: Any) -> HttpResponse:
    """`/oidc/leave/`: asks whether to sign out here too; then on to an address that its system registered, and to no other."""
    given = {name: (request.POST if request.method == "POST" else request.GET).get(name, "")[:4000]
             for name in ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")}
    hint = trust.read_assertion(given["id_token_hint"]) or {}
    it = clients.client(str(hint.get("aud") or given["client_id"]))
    onward = given["post_logout_redirect_uri"] if it is not None and given["post_logout_redirect_uri"] in it.leaving else ""
    if request.method == "POST" or not request.actor.known:
        if request.actor.known:
            sessions.end(request)
        state = f"{'&' if urlsplit(onward).query else '?'}{urlencode({'state': given['state']})}" if onward and given["state"] else ""
        return HttpResponse(status=302, headers={"Location": f"{onward}{state}" if onward else "/"} | sessions.CLEARED)
    answer = render(request, "yiwang/accounts/agree.html", {
        "shell": shells.public(request), "title": "退出登录", "hidden": given.items(),
        "alert": Alert("这里也退出登录吗？", "退出后，用这里登录的各个系统都要重新登录。"),
        "buttons": (Button("退出登录", style="primary"), Button("不退出", "/"))})
    if onward:
        answer.headers["Content-Security-Policy"] = border.ONWARD.format(f" {urlsplit(onward).scheme}://{urlsplit(onward).netloc}")
    return answer
