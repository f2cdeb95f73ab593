"""The city as its operators see it: what it carries with it and is made of, whether it is well, how full its disk is, what it logs."""
