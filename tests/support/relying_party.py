"""Another department's system, in a process of its own: it knows Yiwang by its address alone, and OpenID Connect by authlib.

    python relying_party.py ISSUER CLIENT SECRET PORT

`/` sends to the log-in, `/back` takes what comes and says who it is, `/again` asks once more, `/refresh` renews first.
"""

from __future__ import annotations

import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import requests
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet


class Site(HTTPServer):
    """What the system keeps between two requests: one person at a time is enough here."""

    def __init__(self, issuer: str, client: str, secret: str, port: int):
        super().__init__(("127.0.0.1", port), Handler)
        self.told = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
        assert self.told["issuer"] == issuer
        self.verifier, self.nonce, self.state = secrets.token_urlsafe(48), secrets.token_urlsafe(16), ""
        self.session = OAuth2Session(client, secret, scope="openid profile post real_name", redirect_uri=f"http://127.0.0.1:{port}/back",
                                     code_challenge_method="S256", token_endpoint=self.told["token_endpoint"])

    def login(self) -> str:
        url, self.state = self.session.create_authorization_url(self.told["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce)
        return str(url)

    def taken(self, path: str) -> dict[str, Any]:
        token = self.session.fetch_token(authorization_response=f"https://here{path}", code_verifier=self.verifier, state=self.state)
        found = jwt.decode(token["id_token"], KeySet.import_key_set(requests.get(self.told["jwks_uri"], timeout=10).json()))
        jwt.JWTClaimsRegistry(iss={"essential": True, "value": self.told["issuer"]}, aud={"essential": True, "value": self.session.client_id},
                              nonce={"essential": True, "value": self.nonce}).validate(found.claims)
        return self.who()

    def who(self) -> dict[str, Any]:
        answer = self.session.get(self.told["userinfo_endpoint"], timeout=10)
        return {"status": answer.status_code, **answer.json()}

    def renewed(self) -> dict[str, Any]:
        self.session.refresh_token(self.told["token_endpoint"], refresh_token=self.session.token["refresh_token"])
        return self.who()


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        try:
            if self.path == "/":
                self.send_response(302)
                self.send_header("Location", self.server.login())
                self.end_headers()
                return
            found = {"/again": self.server.who, "/refresh": self.server.renewed}.get(self.path, lambda: self.server.taken(self.path))()
        except Exception as error:
            found = {"refused": f"{type(error).__name__}: {error}"}
        body = json.dumps(found, ensure_ascii=False).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Its own log is nobody's business here."""


if __name__ == "__main__":
    _, issuer, client, secret, port = sys.argv
    site = Site(issuer, client, secret, int(port))
    print("ready", flush=True)
    site.serve_forever()
