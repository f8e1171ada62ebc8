"""The checklists of blog/README.md, tried: each change is made in a copy of the project, which must then be green."""
