"""How fast Accord judges and serves, beside its peers, as ratios in one run."""
