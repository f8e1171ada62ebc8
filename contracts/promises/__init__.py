"""What holds the blog to its document, by Schemathesis: the one room of `contracts/` that is the blog's own."""
