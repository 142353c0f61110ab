"""Shapes: requests generated of the contract by Schemathesis, with our people, things and rules."""
