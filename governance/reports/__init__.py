"""Reports from a snapshot alone: pure functions from its JSON to a document, and from that to HTML, PDF and XLSX.

Nothing here reads the database. The facts are collected in ``governance.services.snapshot``.
"""
