-- What an organization pays for is known elsewhere from memory: a number that rises with every change, whoever makes it, tells an earlier plan
-- from a later one. How many rooms a plan allows is asked in the statement that makes a room: who makes another in the same moment waits here,
-- and counts again. A count reads no more rows than the plan allows; what is left of deleted rooms is not among them.
ALTER TABLE "organizations" ADD COLUMN "plan_revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "rooms_that_count" ON "rooms" USING btree ("organization_id") WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE FUNCTION count_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.plan_revision := OLD.plan_revision + 1;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER organizations_plan_changed BEFORE UPDATE ON organizations FOR EACH ROW
	WHEN (OLD.plan IS DISTINCT FROM NEW.plan) EXECUTE FUNCTION count_plan_change();
--> statement-breakpoint
-- Each statement of a volatile function sees what was committed before it began: after the lock, the rooms of whoever held it.
CREATE FUNCTION has_place_for_room(organization text, room text, at_most integer) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
	PERFORM 1 FROM organizations WHERE id = organization FOR NO KEY UPDATE;
	RETURN at_most > (
		SELECT count(*) FROM (
			SELECT 1 FROM rooms WHERE organization_id = organization AND id <> room AND deleted_at IS NULL
			AND (filling_until IS NULL OR filling_until > now()) LIMIT at_most
		) AS others
	);
END $$;
