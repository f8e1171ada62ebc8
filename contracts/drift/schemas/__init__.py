"""Schemas compared as sets of JSON values."""
