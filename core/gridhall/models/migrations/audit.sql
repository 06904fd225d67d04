-- The audit log: append-only and hash-chained (after RFC 6962's idea that a log proves its own history).
--
-- The city's login role may insert and read. What makes the chain is a trigger that runs as the owner:
-- it takes the next number and the last hash from audit_head, which the login role cannot touch, so
-- entries have no gaps, cannot be dated or hashed by the caller, and one writer waits for another.

CREATE TABLE audit_head (
    only_one boolean NOT NULL DEFAULT true CONSTRAINT ck_audit_head_only_one CHECK (only_one),
    seq bigint NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT pk_audit_head PRIMARY KEY (only_one)
);
INSERT INTO audit_head (seq, hash) VALUES (0, sha256(''::bytea));

CREATE TABLE audit_entry (
    seq bigint NOT NULL,
    at timestamptz NOT NULL,
    actor_id integer,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail jsonb NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (seq)
);

CREATE FUNCTION audit_canonical(entry audit_entry) RETURNS text
    LANGUAGE sql STABLE
    RETURN jsonb_build_array(
        entry.seq, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor_id,
        entry.actor, entry.action, entry.subject, entry.detail
    )::text;

CREATE FUNCTION audit_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
AS $$
BEGIN
    UPDATE audit_head AS h SET seq = h.seq + 1
        RETURNING h.seq, h.hash INTO NEW.seq, NEW.previous_hash;
    NEW.at := clock_timestamp();
    NEW.hash := sha256(NEW.previous_hash || convert_to(audit_canonical(NEW), 'UTF8'));
    UPDATE audit_head SET hash = NEW.hash;
    RETURN NEW;
END;
$$;

-- Where the log ends, so that a verifier finds a cut tail; nobody but the owner may move it.
CREATE FUNCTION audit_end(OUT seq bigint, OUT hash bytea)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
AS $$
BEGIN
    SELECT h.seq, h.hash INTO audit_end.seq, audit_end.hash FROM audit_head AS h;
END;
$$;

-- A SECURITY DEFINER function must not look where its caller says.
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION audit_chain() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION audit_end() SET search_path = %I, pg_temp', current_schema());
END $$;

CREATE TRIGGER audit_chain BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_chain();

-- Every role but the owner loses what the schema's default privileges gave it.
DO $$
DECLARE _role name;
BEGIN
    FOR _role IN
        SELECT DISTINCT grantee FROM information_schema.role_table_grants
         WHERE table_schema = current_schema() AND table_name = 'audit_entry' AND grantee <> current_user
    LOOP
        EXECUTE format('REVOKE ALL ON audit_head FROM %I', _role);
        EXECUTE format('REVOKE UPDATE, DELETE ON audit_entry FROM %I', _role);
        EXECUTE format('REVOKE ALL ON FUNCTION audit_chain() FROM %I', _role);
    END LOOP;
END $$;
