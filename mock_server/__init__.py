"""The reference server: it does what the contract says, statefully, for several users."""
