"""How each vendor words its answers."""
