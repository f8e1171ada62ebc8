"""Which isolation anomalies a history of transactions shows: a small checker, and a search on real databases.

Sources:
    Kingsbury and Alvaro, "Elle: Inferring Isolation Anomalies from Experimental Observations", VLDB 2020.
    Adya, Liskov and O'Neil, "Generalized Isolation Level Definitions", ICDE 2000.
"""
