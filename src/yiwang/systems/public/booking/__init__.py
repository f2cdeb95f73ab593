"""Booking 网上预订: halls and places by the slot, each place once; numbers taken, called and served in the hall."""
