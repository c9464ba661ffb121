"""The mathematics of a study: pure functions over frames and arrays, tested without a database.

    prepared = inputs.prepare(frame)
    result = study.run(prepared, Settings(k_min=2, k_max=6))

Nothing here knows of customers, requests or languages.
"""
