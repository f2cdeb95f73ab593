"""Somebody at a browser who does not give up: what was not answered is sent again, with the same key, until it is."""

from __future__ import annotations

import re
import threading
import time
import urllib.error
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.journeys.small import SHOP, WORD, picture

ITEM = "/services/410105.food_business/apply/"


class Stopped(Exception):
    """The test is over."""


class Browser(threading.Thread):
    """Applies for the same thing again and again, or accepts what waits. `told` is what was acknowledged: key → where to."""

    def __init__(self, address: str, name: str, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.address, self.name_, self.over = address, name, over
        self.told: dict[str, str] = {}
        self.faults: list[str] = []
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def run(self) -> None:
        try:
            self._signed_in()
            while True:
                self.work()
        except Stopped:
            return
        except Exception as error:
            self.faults.append(f"{type(error).__name__}: {error}")

    def work(self) -> None:
        page = self.get(ITEM)
        papers = {"paper_layout": picture(), "paper_rules": picture()}
        self.post(ITEM, page, {**SHOP, "key": hidden(page, "key")}, papers)

    def get(self, path: str) -> str:
        return self._sent(urllib.request.Request(self.address + path))[1]

    def post(self, path: str, page: str, answers: dict[str, Any], files: dict[str, Any] | None = None) -> str:
        """Sends a form until it is answered; notes where the answer led."""
        answers = {**answers, "csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
        data = encode_multipart(BOUNDARY, {**answers, **(files or {})})
        headers = {"Content-Type": MULTIPART_CONTENT, "Origin": self.address, "Referer": self.address + path}
        place, text = self._sent(urllib.request.Request(self.address + path, data, headers))
        if place == path:
            self.faults.append(f"{path}: {re.sub('<[^>]+>', ' ', text)[:300]}")
        elif "key" in answers:
            self.told[answers["key"]] = place
        return text

    def _signed_in(self) -> None:
        page = self.get("/login/")
        self.post("/login/", page, {"username": self.name_, "password": WORD})

    def _sent(self, request: urllib.request.Request) -> tuple[str, str]:
        """Sends until somebody answers in words: an empty answer comes from a server that was killed in the middle of it, never from a page of ours."""
        while not self.over.is_set():
            try:
                with self._open.open(request, timeout=20) as answer:
                    text = answer.read().decode()
                    if text.strip():
                        return answer.url.removeprefix(self.address), text
            except urllib.error.HTTPError as error:
                with error:
                    text = error.read().decode()
                    if error.code < 500 and text.strip():
                        return request.full_url.removeprefix(self.address), f"{error.code} {error.reason} {text}"
            except (OSError, HTTPException):
                pass  # whoever should have answered was killed
            time.sleep(0.05)
        raise Stopped


class Official(Browser):
    """Accepts what the citizens lodged."""

    def work(self) -> None:
        refs = re.findall(r"/cases/(XK[0-9-]+)/", self.get("/desk/"))
        for ref in dict.fromkeys(refs):
            page = self.get(f"/cases/{ref}/do/accept/")
            if 'name="seen"' in page:
                self.post(f"/cases/{ref}/do/accept/", page, {"key": hidden(page, "key"), "seen": hidden(page, "seen")})
                return
        if self.over.wait(0.2):
            raise Stopped


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, (name, re.sub("<[^>]+>", " ", page)[:300])
    return found.group(1)
