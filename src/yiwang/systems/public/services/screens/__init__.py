"""The pages of services, a file for each thing one comes for."""

from yiwang.systems.public.services.screens import delivery, granted, handing_in, hearing, library, rating, sheets, taken, window, window_forms

__all__ = ["ROUTES", "delivery", "granted", "handing_in", "hearing", "library", "rating", "sheets", "taken", "window", "window_forms"]

ROUTES = (*granted.ROUTES, *hearing.ROUTES, *delivery.ROUTES, *library.ROUTES, *taken.ROUTES, *window.ROUTES, *rating.ROUTES, *handing_in.ROUTES)
