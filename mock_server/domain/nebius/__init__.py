"""Nebius Token Factory: datasets of rows in folders, each of them one project's."""
