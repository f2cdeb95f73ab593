"""Generic screens: desk, list, case, form. Each reads declarations only and never asks which system it serves."""
