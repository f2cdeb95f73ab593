"""What makes an official's daily work quicker: phrases for long answers, one's own and the unit's; and who goes on with one's work while one is away."""
