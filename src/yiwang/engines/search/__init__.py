"""Full text in Chinese over everything that follows from the record: pairs of characters, so that every word of two characters is found."""
