"""The shell: faces, accounts, generic screens, components. Knows the card, never a system."""
