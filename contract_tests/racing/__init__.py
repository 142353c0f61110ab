"""Races: what several people ask at once ends as in some order, or it is told how not."""
