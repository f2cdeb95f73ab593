"""Working time: dated tables of rest days, terms as instants with a reason, and the ruler that shows them."""
