"""Yiwang 一网: one house for a city. Storeys, lowest first: kernel, engines, web, systems, city."""
