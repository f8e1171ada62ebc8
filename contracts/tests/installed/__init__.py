"""The tool as users have it: installed from its distribution, run by pre-commit and as a GitHub action."""
