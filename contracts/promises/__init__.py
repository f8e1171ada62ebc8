"""Tests of the blog against its contracts: the only folder of `contracts/` that belongs to the blog itself."""
