"""Citizens' matters 公众诉求: one door for whatever a citizen asks, an answer to each."""
