"""The lessons: each shows how a persistence pattern fails without it, then with it, on both databases."""
