"""The operations of the API, and the pages.

A session is opened and closed inside the endpoint, and the answer is made while it is open. As a dependency it would
be closed by another thread, after the answer is validated by a third: under load all threads hold the connections'
queue, none is left to close a session, and the server stands still.
"""
