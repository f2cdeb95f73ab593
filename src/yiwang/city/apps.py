"""The composition as a Django app: registers the cards when the process starts."""

from __future__ import annotations

from django.apps import AppConfig


class City(AppConfig):
    name = "yiwang.city"
    label = "city"

    def ready(self) -> None:
        from yiwang.city.registration import register_all  # models are ready only now

        register_all()
