"""The operations of the API, and the pages.

Each endpoint opens its session, makes the response, and closes the session, all in one worker thread. A session from a
dependency is closed later, in another worker thread. Under load that leads to thread-pool starvation: every worker
thread is waiting for a connection, and no thread is free to close a session and give its connection back.
"""
