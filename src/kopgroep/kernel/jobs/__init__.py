"""Work that takes longer than a page may: it waits in a queue, tells how far it is, can be stopped and started again.

What may run as a job is an ordinary function with a `progress` argument, registered once at start-up:

    register(rebuild_index, title=_("Make the search index anew"), retryable=True)     in AppConfig.ready
    start_job(action=name_of(rebuild_index), by=by, at=clock.now())                    in a view or command

The function calls progress(done, total, message) now and then; that call raises Stopped when somebody asked to stop, so
what it did until then must be whole. A retryable function may be started again from its beginning at any time.
"""
