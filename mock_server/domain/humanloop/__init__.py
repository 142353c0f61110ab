"""Humanloop v5: datasets whose versions never change, their labels and their deployments."""
