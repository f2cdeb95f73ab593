"""The composition as a Django app: the cards are read when the process is ready."""

from __future__ import annotations

from django.apps import AppConfig


class City(AppConfig):
    name = "yiwang.city"
    label = "city"

    def ready(self) -> None:
        from yiwang.city.composition import compose  # models are ready only now

        compose()
