"""What the pages and steps of appeals stand on."""
