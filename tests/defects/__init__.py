"""Mistakes to plant in copies of the blog, one in each; the suite must notice every one."""

from pathlib import Path

DIRECTORY = Path(__file__).parent
