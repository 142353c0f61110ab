"""Model and target in lockstep: random lives, and the shortest on which they part."""
