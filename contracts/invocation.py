"""How a person calls the command: the folder by `python -m`, what is installed by its own name."""

NAME = __name__.partition(".")[0]
COMMAND = f"python -m {NAME}" if NAME == "contracts" else NAME
