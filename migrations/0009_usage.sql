-- What organizations' objects count lies in rows of an hour, a day and a month, for answers over any time and for bills: whole numbers, so that
-- what is told twice changes nothing. What happens to an organization outside of its rooms is written down in its own transaction, until the
-- object has taken it: nobody who makes or deletes a room, by whichever way, can forget to tell.
CREATE TABLE "organization_facts" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organization_facts_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"organization_id" text NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage" (
	"organization_id" text NOT NULL,
	"span" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"joins" bigint NOT NULL,
	"people" bigint NOT NULL,
	"verified" bigint NOT NULL,
	"peak_rooms" integer NOT NULL,
	"peak_people" integer NOT NULL,
	"peak_connections" integer NOT NULL,
	CONSTRAINT "usage_organization_id_span_kind_starts_at_id_pk" PRIMARY KEY("organization_id","span","kind","starts_at","id")
);
--> statement-breakpoint
ALTER TABLE "organization_facts" ADD CONSTRAINT "organization_facts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage" ADD CONSTRAINT "usage_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "organization_facts_by_organization" ON "organization_facts" USING btree ("organization_id","sequence");
--> statement-breakpoint
-- Of an organization that goes with all its rooms nothing is told any more.
CREATE FUNCTION tell_of_room() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	room CONSTANT record := COALESCE(NEW, OLD);
BEGIN
	INSERT INTO organization_facts (organization_id, kind, body)
	SELECT o.id, TG_ARGV[0], jsonb_build_object('roomId', room.id) FROM organizations o WHERE o.id = room.organization_id;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER rooms_told_made AFTER INSERT ON rooms FOR EACH ROW
	WHEN (NEW.filling_until IS NULL AND NEW.deleted_at IS NULL) EXECUTE FUNCTION tell_of_room('room.created');--> statement-breakpoint
CREATE TRIGGER rooms_told_filled AFTER UPDATE ON rooms FOR EACH ROW
	WHEN (OLD.filling_until IS NOT NULL AND NEW.filling_until IS NULL) EXECUTE FUNCTION tell_of_room('room.created');--> statement-breakpoint
CREATE TRIGGER rooms_told_deleted AFTER DELETE ON rooms FOR EACH ROW
	WHEN (OLD.filling_until IS NULL AND OLD.deleted_at IS NULL) EXECUTE FUNCTION tell_of_room('room.deleted');
