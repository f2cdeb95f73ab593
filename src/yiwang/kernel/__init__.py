"""The ground: pure Python without Django; clock, codes, money, reasons, errors and the plain types all share."""
