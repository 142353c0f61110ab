"""The pure domain: worlds, asks, rules. No HTTP, storage, clock or random lives here."""
