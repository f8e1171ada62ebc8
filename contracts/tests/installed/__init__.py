"""The tool as others have it: installed from its distribution, run by pre-commit and as an action of GitHub."""
