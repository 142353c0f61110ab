"""Aegis Evals: data collections, datasets and runs, private or shared with an organisation."""
