"""The checks are checked: mistakes planted in a copy of the blog, one at a time, which the suite has to notice."""
