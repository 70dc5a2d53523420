-- Who may do what in a room is more than public or private: people without a grant have what the room says, the room belongs to somebody, and
-- grants, share links and shares by e-mail are decided in the room and told here, for lists and for the log. Tokens of customers' own
-- issuers are taken as room tokens. What a room tells is applied by the database in the statement that stores the fact: once, however often it
-- is told.
CREATE TABLE "room_rights" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"right" text NOT NULL,
	"id" text NOT NULL,
	"value" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "room_rights_organization_id_room_id_right_id_pk" PRIMARY KEY("organization_id","room_id","right","id")
);
--> statement-breakpoint
CREATE TABLE "token_issuers" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"issuer" text NOT NULL,
	"audience" text NOT NULL,
	"jwks_url" text,
	"keys" jsonb,
	"max_ttl_seconds" integer NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "token_issuers_once" UNIQUE("issuer","audience"),
	CONSTRAINT "token_issuers_keys" CHECK ((jwks_url IS NULL) <> (keys IS NULL))
);
--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "default_access" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "owner_id" text;--> statement-breakpoint
ALTER TABLE "room_rights" ADD CONSTRAINT "room_rights_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "token_issuers" ADD CONSTRAINT "token_issuers_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "room_rights_by_person" ON "room_rights" USING btree ("organization_id","right","id","room_id");--> statement-breakpoint
CREATE INDEX "token_issuers_by_organization" ON "token_issuers" USING btree ("organization_id","created_at");
--> statement-breakpoint
UPDATE "rooms" SET "default_access" = 'write' WHERE "access" = 'public';
--> statement-breakpoint
ALTER TABLE "rooms" DROP COLUMN "access";
--> statement-breakpoint
CREATE FUNCTION apply_room_right() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	told CONSTANT jsonb := NEW.body;
	becomes CONSTANT jsonb := nullif(told -> 'value', 'null');
	was jsonb;
	known CONSTANT jsonb := jsonb_build_object('room_id', NEW.room_id, 'id', told ->> 'id');
BEGIN
	SELECT value INTO was FROM room_rights r
	WHERE r.organization_id = NEW.organization_id AND r.room_id = NEW.room_id AND r."right" = told ->> 'right' AND r.id = told ->> 'id';
	IF becomes IS NULL THEN
		DELETE FROM room_rights r
		WHERE r.organization_id = NEW.organization_id AND r.room_id = NEW.room_id AND r."right" = told ->> 'right' AND r.id = told ->> 'id';
	ELSE
		INSERT INTO room_rights (organization_id, room_id, "right", id, value, at)
		VALUES (NEW.organization_id, NEW.room_id, told ->> 'right', told ->> 'id', becomes, NEW.happened_at)
		ON CONFLICT (organization_id, room_id, "right", id) DO UPDATE SET value = excluded.value, at = excluded.at;
	END IF;
	INSERT INTO audit_log (organization_id, actor, address, act, subject, before, after, at)
	VALUES (
		NEW.organization_id, told ->> 'by', told ->> 'address',
		'room_' || (told ->> 'right') || 's.' || CASE WHEN becomes IS NULL THEN 'delete' WHEN was IS NULL THEN 'insert' ELSE 'update' END,
		told ->> 'id', was || known, becomes || known, NEW.happened_at
	);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER room_facts_apply_right AFTER INSERT ON room_facts FOR EACH ROW WHEN (NEW.kind = 'right.changed') EXECUTE FUNCTION apply_room_right();
--> statement-breakpoint
CREATE TRIGGER token_issuers_audit AFTER INSERT OR UPDATE OR DELETE ON token_issuers FOR EACH ROW EXECUTE FUNCTION write_audit_log();
