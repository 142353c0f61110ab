"""The suite: stories that tell whether any implementation keeps the contract."""
