"""The tools that run the lessons, print them, and make exercises of them."""
