"""Composition: settings, command line, workers, the demo city; the only place that knows all."""
