"""Declared forms: fields, conditions, rules over several fields, prefill, drafts.

One declaration gives the page, the check, the record and the API's schema.
"""
