"""What the city asked for, thin; systems never import each other."""
