-- Organizations can be changed, invite and be left by many without losing a rule, and their log answers questions. What better-auth's own
-- routes write obeys the same bounds as ours, because the table has them; an address has one invitation that waits; who may make or touch
-- owners is asked where it is written; what is done to rooms by REST is in the log, which finds by who, what and when without reading all.
-- Addresses are compared in lower case: those of before are brought to it, and of several invitations that wait the newest stays.
UPDATE "invitations" SET email = lower(email) WHERE email <> lower(email);--> statement-breakpoint
UPDATE "invitations" AS older SET status = 'canceled' WHERE status = 'pending' AND EXISTS (
	SELECT 1 FROM "invitations" AS newer WHERE newer.organization_id = older.organization_id AND newer.email = older.email
	AND newer.status = 'pending' AND (newer.created_at, newer.id) > (older.created_at, older.id)
);--> statement-breakpoint
DROP INDEX "audit_log_by_organization";--> statement-breakpoint
ALTER TABLE "invitations" ADD COLUMN "sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_log_by_age" ON "audit_log" USING btree ("organization_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_actor" ON "audit_log" USING btree ("organization_id","actor","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_subject" ON "audit_log" USING btree ("organization_id","subject","at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_act" ON "audit_log" USING btree ("organization_id","act","at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_pending_once" ON "invitations" USING btree ("organization_id","email") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "members_by_age" ON "members" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "organizations_deleted" ON "organizations" USING btree ("deleted_at") WHERE deleted_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_email" CHECK (email = lower(email));--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_name" CHECK (name = btrim(name) AND char_length(name) BETWEEN 1 AND 100);--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_slug" CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(slug) BETWEEN 3 AND 48);--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_color" CHECK (color ~ '^#[0-9a-f]{6}$');--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_logo" CHECK (logo ~ '^(https://|data:image/(png|jpeg|webp).base64,)' AND char_length(logo) <= 65536);
--> statement-breakpoint
-- As before, and: an image that is kept as a logo is told apart, not copied; a trigger may say as what its act counts.
CREATE OR REPLACE FUNCTION write_audit_log() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	secrets CONSTANT text[] := ARRAY['hash', 'previous_hash', 'signing_secret', 'previous_signing_secret', 'updated_at', 'last_used_at'];
	kind CONSTANT text := COALESCE(TG_ARGV[0], lower(TG_OP));
	was jsonb := CASE WHEN kind = 'insert' THEN NULL ELSE to_jsonb(OLD) - secrets END;
	becomes jsonb := CASE WHEN kind = 'delete' THEN NULL ELSE to_jsonb(NEW) - secrets END;
	changed jsonb := COALESCE(becomes, was);
	written text[] := ARRAY(SELECT key FROM jsonb_each(COALESCE(to_jsonb(NEW), '{}')) WHERE kind = 'update' AND value IS DISTINCT FROM to_jsonb(OLD) -> key);
BEGIN
	IF kind = 'update' AND written <@ ARRAY['updated_at', 'last_used_at'] THEN RETURN NULL; END IF;
	IF was ->> 'logo' LIKE 'data:%' THEN was := was || jsonb_build_object('logo', 'image ' || md5(was ->> 'logo')); END IF;
	IF becomes ->> 'logo' LIKE 'data:%' THEN becomes := becomes || jsonb_build_object('logo', 'image ' || md5(becomes ->> 'logo')); END IF;
	INSERT INTO audit_log (organization_id, actor, address, act, subject, before, after)
	VALUES (
		changed ->> CASE TG_TABLE_NAME WHEN 'organizations' THEN 'id' ELSE 'organization_id' END,
		nullif(current_setting('syncforge.actor', true), ''),
		nullif(current_setting('syncforge.address', true), ''),
		TG_TABLE_NAME || '.' || kind, changed ->> 'id', was, becomes
	);
	RETURN NULL;
END $$;
--> statement-breakpoint
-- Of rooms only what somebody does by REST: those that are made by joining them would fill the log. One that is filled counts when it is whole.
CREATE TRIGGER rooms_audit_made AFTER INSERT ON rooms FOR EACH ROW
	WHEN (NEW.filling_until IS NULL AND NEW.deleted_at IS NULL AND current_setting('syncforge.actor', true) <> '')
	EXECUTE FUNCTION write_audit_log();--> statement-breakpoint
CREATE TRIGGER rooms_audit_filled AFTER UPDATE ON rooms FOR EACH ROW
	WHEN (OLD.filling_until IS NOT NULL AND NEW.filling_until IS NULL AND current_setting('syncforge.actor', true) <> '')
	EXECUTE FUNCTION write_audit_log('insert');--> statement-breakpoint
CREATE TRIGGER rooms_audit_changed AFTER UPDATE ON rooms FOR EACH ROW
	WHEN (OLD.filling_until IS NULL AND NEW.filling_until IS NULL AND current_setting('syncforge.actor', true) <> '')
	EXECUTE FUNCTION write_audit_log();--> statement-breakpoint
CREATE TRIGGER rooms_audit_deleted AFTER DELETE ON rooms FOR EACH ROW
	WHEN (OLD.filling_until IS NULL AND OLD.deleted_at IS NULL AND current_setting('syncforge.actor', true) <> '')
	EXECUTE FUNCTION write_audit_log();
--> statement-breakpoint
-- Who acts is a person of the organization, a key of it, somebody who joins, or nobody: the platform itself.
CREATE FUNCTION role_of_actor(organization text) RETURNS text LANGUAGE sql STABLE AS $$
	SELECT role FROM members WHERE organization_id = organization AND user_id = nullif(current_setting('syncforge.actor', true), '')
$$;
--> statement-breakpoint
-- Only owners make, lower or remove owners, and nobody raises themself: asked where it is written, because a role can change in between.
CREATE FUNCTION keep_ranks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	actor CONSTANT text := nullif(current_setting('syncforge.actor', true), '');
	ranks CONSTANT text[] := ARRAY['viewer', 'member', 'admin', 'owner'];
	own text;
BEGIN
	IF actor IS NULL THEN RETURN COALESCE(NEW, OLD); END IF;
	-- Who makes an organization, or accepts an invitation, is no member yet.
	IF TG_OP = 'INSERT' AND NEW.user_id = actor THEN RETURN NEW; END IF;
	own := role_of_actor(COALESCE(NEW.organization_id, OLD.organization_id));
	IF TG_OP = 'UPDATE' AND NEW.user_id = actor AND array_position(ranks, NEW.role) > array_position(ranks, OLD.role) THEN
		RAISE EXCEPTION 'Nobody raises themself' USING ERRCODE = '42501', CONSTRAINT = 'members_no_raise';
	END IF;
	IF own IS DISTINCT FROM 'owner' AND (
		(TG_OP <> 'DELETE' AND NEW.role = 'owner') OR (TG_OP <> 'INSERT' AND OLD.role = 'owner')
	) THEN
		RAISE EXCEPTION 'Only owners make, lower or remove owners' USING ERRCODE = '42501', CONSTRAINT = 'members_owners_only';
	END IF;
	RETURN COALESCE(NEW, OLD);
END $$;
--> statement-breakpoint
CREATE TRIGGER members_keep_ranks BEFORE INSERT OR UPDATE OF role OR DELETE ON members FOR EACH ROW EXECUTE FUNCTION keep_ranks();
--> statement-breakpoint
CREATE FUNCTION keep_invited_ranks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF nullif(current_setting('syncforge.actor', true), '') IS NOT NULL
		AND (NEW.role = 'owner' OR (TG_OP = 'UPDATE' AND OLD.role = 'owner'))
		AND (TG_OP = 'INSERT' OR NEW.role <> OLD.role)
		AND role_of_actor(NEW.organization_id) IS DISTINCT FROM 'owner'
	THEN
		RAISE EXCEPTION 'Only owners invite owners' USING ERRCODE = '42501', CONSTRAINT = 'members_owners_only';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER invitations_keep_ranks BEFORE INSERT OR UPDATE OF role ON invitations FOR EACH ROW EXECUTE FUNCTION keep_invited_ranks();
