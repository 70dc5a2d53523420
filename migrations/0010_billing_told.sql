-- What an organization has and pays for changes in several ways: an event of Stripe's, a button, a grace that ends, somebody's SQL. Whoever writes
-- it, it is written down to be told in the same transaction, once for each, when the transaction ends and both tables are as they will be.
CREATE FUNCTION tell_of_billing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	organization CONSTANT text := to_jsonb(NEW) ->> TG_ARGV[0];
	-- The same for all that one transaction changes, and of no other.
	told CONSTANT uuid := md5(concat_ws(' ', organization, pg_current_xact_id(), now()))::uuid;
BEGIN
	INSERT INTO organization_facts (id, organization_id, kind, body)
	SELECT told, o.id, 'billing.changed', jsonb_build_object(
		'plan', o.plan, 'status', COALESCE(b.status, 'none'), 'subscribed', b.subscribed,
		'periodEndsAt', (extract(epoch FROM b.period_ends_at) * 1000)::bigint,
		'pending', CASE WHEN b.pending_plan IS NOT NULL THEN
			jsonb_build_object('plan', b.pending_plan, 'at', (extract(epoch FROM b.pending_at) * 1000)::bigint) END)
	FROM organizations o LEFT JOIN billing b ON b.organization_id = o.id
	WHERE o.id = organization AND NOT EXISTS (SELECT 1 FROM organization_facts f WHERE f.organization_id = o.id AND f.id = told);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER organizations_told_plan AFTER UPDATE ON organizations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	WHEN (OLD.plan IS DISTINCT FROM NEW.plan) EXECUTE FUNCTION tell_of_billing('id');--> statement-breakpoint
CREATE CONSTRAINT TRIGGER billing_told AFTER UPDATE ON billing DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	WHEN ((OLD.status, OLD.subscribed, OLD.period_ends_at, OLD.pending_plan, OLD.pending_at)
		IS DISTINCT FROM (NEW.status, NEW.subscribed, NEW.period_ends_at, NEW.pending_plan, NEW.pending_at))
	EXECUTE FUNCTION tell_of_billing('organization_id');
