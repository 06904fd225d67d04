-- The one door that a city has to the queue. Runs as gridhall_owner with search_path = gridhall.

CREATE TABLE IF NOT EXISTS city (
    login_role name PRIMARY KEY,
    slug text NOT NULL UNIQUE
);

CREATE INDEX IF NOT EXISTS procrastinate_jobs_city_idx
    ON procrastinate_jobs ((args ->> 'city'), priority) WHERE status = 'todo';

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
