-- An organization names an address of its own that answers whom its people may mean. Questions to it are signed with secrets that are kept sealed;
-- changes are in the log of administrative acts, without the secrets.
CREATE TABLE "people_addresses" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"url" text NOT NULL,
	"signing_secret" text NOT NULL,
	"previous_signing_secret" text,
	"previous_ends_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_addresses_organization_id_unique" UNIQUE("organization_id"),
	CONSTRAINT "people_addresses_url" CHECK (char_length(url) <= 2048),
	CONSTRAINT "people_addresses_previous" CHECK ((previous_signing_secret IS NULL) = (previous_ends_at IS NULL))
);
--> statement-breakpoint
ALTER TABLE "people_addresses" ADD CONSTRAINT "people_addresses_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
CREATE TRIGGER people_addresses_audit AFTER INSERT OR UPDATE OR DELETE ON people_addresses FOR EACH ROW EXECUTE FUNCTION write_audit_log();
