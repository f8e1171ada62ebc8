"""What the lessons are told, run and practised with."""
