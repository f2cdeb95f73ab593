"""Letters and certificates on paper: numbers, typesetting, one template a kind."""
