"""Scores of units and posts, month by month: sums out of the record, made into a figure by a versioned formula, shown, objected to, published."""
