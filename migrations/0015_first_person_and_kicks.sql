-- Rooms are listed by name and by their last change from an index. A place that takes invited people only begins with one person: of several who signed
-- up before anybody had confirmed an address, the first who confirms is let in. That somebody's connections were ended is in the log, whoever did it.
ALTER TABLE "people" ADD COLUMN "is_uninvited" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "rooms_by_change" ON "rooms" USING btree ("organization_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "rooms_by_name" ON "rooms" USING btree ("organization_id",coalesce(name, ''),"id");
--> statement-breakpoint
CREATE FUNCTION begin_with_one_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	-- One after the other: of two at once the second finds the first.
	PERFORM pg_advisory_xact_lock(hashtext('people_begin_with_one'));
	IF EXISTS (SELECT 1 FROM people WHERE email_verified AND id <> NEW.id) AND NOT EXISTS (
		SELECT 1 FROM invitations i JOIN organizations o ON o.id = i.organization_id
		WHERE i.email = lower(NEW.email) AND i.status = 'pending' AND i.expires_at > now() AND o.deleted_at IS NULL
	) THEN
		RAISE EXCEPTION 'Somebody else is here already' USING ERRCODE = '23514', CONSTRAINT = 'people_begin_with_one';
	END IF;
	NEW.is_uninvited := false;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER people_begin_with_one BEFORE INSERT OR UPDATE ON people FOR EACH ROW
	WHEN (NEW.is_uninvited AND NEW.email_verified) EXECUTE FUNCTION begin_with_one_person();
--> statement-breakpoint
CREATE FUNCTION log_room_kick() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO audit_log (organization_id, actor, address, act, subject, after, at)
	VALUES (
		NEW.organization_id, NEW.body ->> 'by', NEW.body ->> 'address',
		'rooms.kick', NEW.room_id, NEW.body - 'by' - 'address', NEW.happened_at
	);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER room_facts_log_kick AFTER INSERT ON room_facts FOR EACH ROW WHEN (NEW.kind = 'person.kicked') EXECUTE FUNCTION log_room_kick();
