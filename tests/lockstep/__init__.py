"""Two databases in lockstep: one sequence of requests to the blog on each of them and to a plain model of it."""
