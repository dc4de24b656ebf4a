-- What raw SQL may say of logins, grants and tokens. The tables of facts are written by the owner's functions alone,
-- from the ledger.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON access_giving, access_ending FROM {app};

-- Nobody gives to himself or ends what is his own, nor gives what he does not hold (access/roles.py: GIVEN_BY).
CREATE FUNCTION access_fence_look(entries uuid[], parts text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ledger_entry e
    LEFT JOIN access_giving g ON g.entry = CASE WHEN e.kind = 'access.grant_ended' THEN (e.data->>'grant')::uuid END
    CROSS JOIN LATERAL (SELECT coalesce(g.login, e.data->>'login') AS login, coalesce(g.role, e.data->>'role') AS role) t
    WHERE e.id = ANY(entries) AND e.kind IN ('access.grant_given', 'access.grant_ended')
      AND (t.login IS NULL OR t.login = parts[6]
           OR NOT access_may_give(parts, t.role, e.path, e.kind = 'access.grant_ended'))) THEN
    PERFORM kernel_refuse('this login may not give or end this grant');
  END IF;
END $$;

-- Whether a login holds what it gives over a path, or is an administrator there; of who watches over a unit, one of the
-- unit above. What ends a grant asks for less: an administrator's alone is ended by an administrator.
CREATE FUNCTION access_may_give(parts text[], given text, below text, ends boolean) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT (ends AND given <> 'admin') OR EXISTS (
    SELECT 1 FROM access_grant g JOIN units_path p ON p.unit = g.unit
    WHERE g.user_id::text = parts[3] AND starts_with(below, p.path) AND (g.until_at IS NULL OR g.until_at > scope_moment(parts))
      AND (g.role = given OR (g.role = 'admin' AND (given NOT IN ('superior', 'auditor') OR p.path <> below
                                                   OR below NOT LIKE '%/%/'))))
$$;
REVOKE ALL ON FUNCTION access_fence_look(uuid[], text[]), access_may_give(text[], text, text, boolean) FROM PUBLIC;
INSERT INTO kernel_fence_check VALUES ('access', 'access_fence_look');

-- Whether the token's login manages another: its unit is where `access.user` is held, and it reaches no further.
CREATE FUNCTION access_manages(parts text[], login bigint, of_unit text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT parts[3] = '0' OR (
    EXISTS (SELECT 1 FROM units_path p WHERE p.unit = of_unit AND scope_verb_ranges(parts, 'access.user') @> p.path)
    AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.user_id = login AND NOT parts[4]::path_ranges @> g.path
                    AND (g.until_at IS NULL OR g.until_at > scope_moment(parts))))
$$;
REVOKE ALL ON FUNCTION access_manages(text[], bigint, text) FROM PUBLIC;

-- A login is made and changed by who manages it; what is his own everybody changes himself. Nobody becomes a Django
-- superuser, and no login becomes another.
CREATE FUNCTION access_user_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  parts text[] := scope_parts();
  changed text[];
BEGIN
  IF parts IS NULL OR NEW.is_superuser OR NEW.is_staff THEN
    PERFORM kernel_refuse('nobody is known who may change logins');
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NOT access_manages(parts, NEW.id, NEW.unit) OR (NEW.demo AND parts[3] <> '0') THEN
      PERFORM kernel_refuse('this login may not make another there');
    END IF;
    RETURN NEW;
  END IF;
  SELECT array_agg(o.key) INTO changed FROM jsonb_each(to_jsonb(OLD)) o JOIN jsonb_each(to_jsonb(NEW)) n USING (key)
  WHERE o.value <> n.value;
  IF changed && '{id,username,date_joined}'
     OR NOT (parts[3] = '0'
             OR (parts[3] = OLD.id::text
                 AND changed <@ '{password,password_once,last_login,language,email,first_name,last_name}'
                 AND (OLD.password_once OR NOT NEW.password_once))
             OR (changed <@ '{password,password_once,is_active,language,title,email,first_name,last_name,unit}'
                 AND access_manages(parts, OLD.id, OLD.unit)
                 AND (OLD.unit = NEW.unit OR access_manages(parts, OLD.id, NEW.unit)))) THEN
    PERFORM kernel_refuse('this login may not change that one so');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fence BEFORE INSERT OR UPDATE ON access_user FOR EACH ROW WHEN (current_user = '{app}')
  EXECUTE FUNCTION access_user_fence();
REVOKE DELETE, TRUNCATE ON access_user FROM {app};

-- A token is made for oneself or for whom one manages, under one's own name, and afterwards only ended.
CREATE FUNCTION access_token_fence() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
DECLARE
  parts text[] := scope_parts();
BEGIN
  IF parts IS NULL OR NOT (NEW.user_id::text = parts[3]
       OR access_manages(parts, NEW.user_id, (SELECT unit FROM access_user WHERE id = NEW.user_id)))
     OR (TG_OP = 'INSERT' AND parts[3] <> '0' AND NEW.made_by <> parts[6])
     OR (TG_OP = 'UPDATE' AND OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
    PERFORM kernel_refuse('this login may not make or end this token');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER fence BEFORE INSERT OR UPDATE ON access_token FOR EACH ROW WHEN (current_user = '{app}')
  EXECUTE FUNCTION access_token_fence();
REVOKE UPDATE, DELETE, TRUNCATE ON access_token FROM {app};
GRANT UPDATE (revoked_at) ON access_token TO {app};

-- Sessions: the database knows a session by a fingerprint of its key, gives it to whoever knows that, and lists none.
DELETE FROM django_session;
REVOKE ALL ON django_session FROM {app};

CREATE FUNCTION access_session_read(fingerprint text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT session_data FROM django_session WHERE session_key = fingerprint AND expire_date > clock_timestamp()
$$;

-- Makes a session, or goes on with one; says whether it did.
CREATE FUNCTION access_session_write(fingerprint text, said text, until timestamptz, fresh boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
BEGIN
  IF fresh THEN
    INSERT INTO django_session (session_key, session_data, expire_date) VALUES (fingerprint, said, until)
    ON CONFLICT DO NOTHING;
  ELSE
    UPDATE django_session SET session_data = said, expire_date = until WHERE session_key = fingerprint;
  END IF;
  RETURN FOUND;
END $$;

CREATE FUNCTION access_session_known(fingerprint text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM django_session WHERE session_key = fingerprint)
$$;

-- Ends one session, or, without a fingerprint, those that have run out.
CREATE FUNCTION access_session_end(fingerprint text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_catalog, pg_temp AS $$
  DELETE FROM django_session
  WHERE CASE WHEN fingerprint IS NULL THEN expire_date < clock_timestamp() ELSE session_key = fingerprint END
$$;

-- Second factors and mail addresses are looked up before anybody is known, and written by the login itself alone.
ALTER TABLE mfa_authenticator ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_emailaddress ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_emailconfirmation ENABLE ROW LEVEL SECURITY;
CREATE POLICY looked_up ON mfa_authenticator FOR SELECT USING (true);
CREATE POLICY own ON mfa_authenticator USING ((SELECT scope_user()) IN (0, user_id));
CREATE POLICY looked_up ON account_emailaddress FOR SELECT USING (true);
CREATE POLICY own ON account_emailaddress USING ((SELECT scope_user()) IN (0, user_id));
CREATE POLICY looked_up ON account_emailconfirmation FOR SELECT USING (true);
CREATE POLICY own ON account_emailconfirmation USING (EXISTS (
  SELECT 1 FROM account_emailaddress a WHERE a.id = email_address_id AND (SELECT scope_user()) IN (0, a.user_id)));

-- Django's groups and permissions say nothing here, and nobody writes them.
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON access_user_groups, access_user_user_permissions, auth_group,
  auth_group_permissions, auth_permission, django_content_type, django_migrations FROM {app};
