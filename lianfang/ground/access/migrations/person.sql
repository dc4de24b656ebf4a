-- As before; the name and the telephone of whoever uses a login are changed by himself, or by who manages the login.
CREATE OR REPLACE FUNCTION access_user_fence() RETURNS trigger
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
                 AND changed <@ '{password,password_once,last_login,language,email,first_name,last_name,phone}'
                 AND (OLD.password_once OR NOT NEW.password_once))
             OR (changed <@ '{password,password_once,is_active,language,title,email,first_name,last_name,unit,phone}'
                 AND access_manages(parts, OLD.id, OLD.unit)
                 AND (OLD.unit = NEW.unit OR access_manages(parts, OLD.id, NEW.unit)))) THEN
    PERFORM kernel_refuse('this login may not change that one so');
  END IF;
  RETURN NEW;
END $$;
