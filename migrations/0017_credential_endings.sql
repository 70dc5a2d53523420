-- What keys and organizations have ended, for the other servers of this database: each tells its own rooms. A day is longer than any of them looks back.
CREATE TABLE "credential_endings" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "credential_endings_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organization_id" text NOT NULL,
	"credential" text NOT NULL,
	"holds" boolean DEFAULT false NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "credential_endings" ADD CONSTRAINT "credential_endings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credential_endings_at" ON "credential_endings" USING btree ("at");--> statement-breakpoint
-- A credential is one secret of a key: its id, a slash and the first twelve digits of the secret's hash, as workers/edge/auth/held-key.ts writes it.
CREATE FUNCTION write_credential_endings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO credential_endings (organization_id, credential, at)
	SELECT NEW.organization_id, NEW.id || '/' || left(ended.hash, 12), ended.at FROM (
		SELECT before.hash, now() AS at FROM (VALUES (OLD.hash), (OLD.previous_hash)) AS before (hash)
		WHERE before.hash IS NOT NULL
			AND (NEW.revoked_at IS NOT NULL OR (before.hash <> NEW.hash AND before.hash IS DISTINCT FROM NEW.previous_hash))
		UNION ALL
		SELECT NEW.previous_hash, NEW.previous_expires_at
		WHERE NEW.revoked_at IS NULL AND NEW.previous_hash IS NOT NULL AND NEW.previous_expires_at IS NOT NULL
	) AS ended;
	DELETE FROM credential_endings WHERE at < now() - interval '1 day';
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER api_keys_end AFTER UPDATE OF hash, previous_hash, revoked_at ON api_keys FOR EACH ROW
	WHEN (OLD.hash <> NEW.hash OR OLD.previous_hash IS DISTINCT FROM NEW.previous_hash OR OLD.revoked_at IS DISTINCT FROM NEW.revoked_at)
	EXECUTE FUNCTION write_credential_endings();--> statement-breakpoint
CREATE FUNCTION write_organization_endings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO credential_endings (organization_id, credential, holds) VALUES (NEW.id, '*', NEW.deleted_at IS NULL);
	RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER organizations_end AFTER UPDATE OF deleted_at ON organizations FOR EACH ROW
	WHEN (OLD.deleted_at IS DISTINCT FROM NEW.deleted_at)
	EXECUTE FUNCTION write_organization_endings();
