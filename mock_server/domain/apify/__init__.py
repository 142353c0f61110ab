"""Apify: datasets of items, named or not, and who may read them."""
