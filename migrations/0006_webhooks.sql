-- Organizations name addresses that are told of what happens. Deliveries live in objects, one for each endpoint; here is what survives them: the
-- address, what it wants to hear, and the secrets that sign it, sealed. Changes are in the log of administrative acts, without the secrets.
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"url" text NOT NULL,
	"events" jsonb NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"room_prefix" text DEFAULT '' NOT NULL,
	"debounce_ms" integer NOT NULL,
	"signing_secret" text NOT NULL,
	"previous_signing_secret" text,
	"previous_ends_at" timestamp (3) with time zone,
	"is_enabled" boolean DEFAULT true NOT NULL,
	"off_reason" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhooks_url" CHECK (char_length(url) <= 2048),
	CONSTRAINT "webhooks_debounce" CHECK (debounce_ms BETWEEN 1000 AND 60000),
	CONSTRAINT "webhooks_previous" CHECK ((previous_signing_secret IS NULL) = (previous_ends_at IS NULL))
);
--> statement-breakpoint
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "webhooks_by_organization" ON "webhooks" USING btree ("organization_id","created_at","id");
--> statement-breakpoint
CREATE TRIGGER webhooks_audit AFTER INSERT OR UPDATE OR DELETE ON webhooks FOR EACH ROW EXECUTE FUNCTION write_audit_log();
