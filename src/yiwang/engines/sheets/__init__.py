"""Spreadsheets, in and out: text by line and column, from a workbook or CSV; formulas and broken cells are named, never run."""
