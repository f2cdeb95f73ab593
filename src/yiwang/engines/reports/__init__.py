"""Declared statistics over the record: one narrow row a case and a step, counted so that what stands still is not hidden."""
