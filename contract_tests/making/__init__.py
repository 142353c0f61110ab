"""How each vendor's people and things are made through its public API, a module a vendor."""
