-- The one door that a city has to the queue, and how workers fetch from it.
-- Runs as gridhall_owner with search_path = gridhall.

CREATE TABLE IF NOT EXISTS city (
    login_role name PRIMARY KEY,
    slug text NOT NULL UNIQUE
);

CREATE INDEX IF NOT EXISTS procrastinate_jobs_city_idx
    ON procrastinate_jobs ((args ->> 'city'), priority) WHERE status = 'todo';

CREATE INDEX IF NOT EXISTS procrastinate_jobs_busy_idx
    ON procrastinate_jobs ((args ->> 'city')) WHERE status = 'doing';

-- Puts a job of the calling city into the queue and returns its number. Where a job with the same
-- queueing key waits already, returns that one's number.
--
-- The city is who is logged in (session_user), whatever the arguments say. Fair between cities
-- ("start-time fair queueing", Goyal et al. 1996): a job comes one after the city's last that
-- waits, and not before the first that waits of all. So a city with n waiting jobs adds at -n in
-- a quiet shard, in its own order, and a city that was silent waits for one job of each other.
CREATE OR REPLACE FUNCTION enqueue(task text, args jsonb, queueing_key text DEFAULT NULL)
    RETURNS bigint
    LANGUAGE plpgsql
    SECURITY DEFINER
    SET search_path = gridhall, pg_temp
AS $$
DECLARE
    _slug text;
    _lock text;
    _priority integer;
    _job bigint;
BEGIN
    SELECT c.slug INTO _slug FROM city AS c WHERE c.login_role = session_user;
    IF _slug IS NULL THEN
        RAISE 'role % is not the role of a city', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF jsonb_typeof(coalesce(enqueue.args, '{}')) <> 'object' THEN
        RAISE 'args must be a JSON object' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    _lock := _slug || ':' || queueing_key;
    _priority := coalesce(
        LEAST(
            (SELECT min(j.priority) - 1 FROM procrastinate_jobs AS j
              WHERE j.status = 'todo' AND j.args ->> 'city' = _slug),
            (SELECT max(j.priority) FROM procrastinate_jobs AS j
              WHERE j.status = 'todo' AND j.queue_name = 'city' AND j.scheduled_at IS NULL)
        ), 0);
    FOR _attempt IN 1..5 LOOP
        INSERT INTO procrastinate_jobs AS j (queue_name, task_name, priority, queueing_lock, args)
        VALUES ('city', task, _priority, _lock,
                coalesce(enqueue.args, '{}') || jsonb_build_object('city', _slug))
        ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING
        RETURNING j.id INTO _job;
        IF _job IS NULL THEN
            SELECT j.id INTO _job FROM procrastinate_jobs AS j
             WHERE j.queueing_lock = _lock AND j.status = 'todo';
        END IF;
        IF _job IS NOT NULL THEN
            RETURN _job;
        END IF;
    END LOOP;  -- the other one was fetched between the two statements
    RAISE 'the queue is busy with key %', queueing_key USING ERRCODE = 'serialization_failure';
END;
$$;

-- Gives a worker the next job of a city that has fewer than `most` running, in all workers together; a row
-- of NULLs where there is none. So a city with long jobs does not hold every place.
CREATE OR REPLACE FUNCTION fetch_fairly(worker bigint, most integer)
    RETURNS procrastinate_jobs
    LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp
AS $$
DECLARE
    _found procrastinate_jobs;
BEGIN
    WITH busy AS MATERIALIZED (
        SELECT d.args ->> 'city' AS slug FROM procrastinate_jobs AS d
         WHERE d.status = 'doing' GROUP BY 1 HAVING count(*) >= most
    ), candidate AS (
        SELECT j.id FROM procrastinate_jobs AS j
         WHERE j.status = 'todo' AND j.queue_name = 'city'
           AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
           AND NOT EXISTS (SELECT FROM busy AS b WHERE b.slug = j.args ->> 'city')
         ORDER BY j.priority DESC, j.id LIMIT 1 FOR UPDATE OF j SKIP LOCKED
    )
    UPDATE procrastinate_jobs AS j SET status = 'doing', worker_id = worker
      FROM candidate AS c WHERE j.id = c.id
    RETURNING j.* INTO _found;
    RETURN _found;
END;
$$;

-- Tells workers that a place of a city has become free, as procrastinate tells of a new job.
CREATE OR REPLACE FUNCTION tell_of_free_place() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = gridhall, pg_temp
AS $$
BEGIN
    PERFORM pg_notify('procrastinate_queue_v1#' || OLD.queue_name,
                      json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text);
    RETURN NULL;
END;
$$;

CREATE OR REPLACE TRIGGER gridhall_free_place AFTER UPDATE OF status OR DELETE ON procrastinate_jobs
    FOR EACH ROW WHEN (OLD.status = 'doing') EXECUTE FUNCTION tell_of_free_place();
