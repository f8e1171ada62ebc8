"""The name of the command: `python -m` and the folder's name for a copy, its own name once it is installed."""

NAME = __name__.partition(".")[0]
COMMAND = f"python -m {NAME}" if NAME == "contracts" else NAME
