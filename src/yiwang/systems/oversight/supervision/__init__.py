"""Supervision of efficiency 电子监察: watches every step of every process through the record, without any system knowing."""
