"""Long work outside the page: submit, progress, cancel, resume, results on disk.

`job` says what a job is, `store` keeps the jobs in one SQLite file, `runner` starts and ends their processes, `worker` is what runs in
such a process, `kinds` says which function does which kind of work, `progress` turns reports into time left, `processes` knows about
process ids. Science belongs in `workflows`.
"""
