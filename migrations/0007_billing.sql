-- Organizations pay for their plans through Stripe. What Stripe says of each is read whole and kept here under a ticket, so that events may come in
-- any order and twice; an event counts as applied only with what was written for it; owners get one letter for each payment that failed.
CREATE TABLE "billing" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"customer_id" text,
	"checkout_id" text,
	"page" text DEFAULT '' NOT NULL,
	"ticket" integer DEFAULT 0 NOT NULL,
	"applied_ticket" integer DEFAULT 0 NOT NULL,
	"status" text DEFAULT 'none' NOT NULL,
	"subscription_id" text,
	"subscribed" text,
	"period_ends_at" timestamp (3) with time zone,
	"pending_plan" text,
	"pending_at" timestamp (3) with time zone,
	"past_due_since" timestamp (3) with time zone,
	"grace_ends_at" timestamp (3) with time zone,
	"open_invoice_id" text,
	"open_invoice_attempts" integer DEFAULT 0 NOT NULL,
	"open_invoice_cents" integer DEFAULT 0 NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "billing_customer_id_unique" UNIQUE("customer_id")
);
--> statement-breakpoint
CREATE TABLE "billing_notices" (
	"organization_id" text NOT NULL,
	"invoice_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"claimed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "billing_notices_invoice_id_attempt_pk" PRIMARY KEY("invoice_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"applied_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "billing" ADD CONSTRAINT "billing_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "billing_notices" ADD CONSTRAINT "billing_notices_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stripe_events_by_age" ON "stripe_events" USING btree ("applied_at");