"""Model and target in lockstep: random lives of several people, and the shortest on which they part."""
