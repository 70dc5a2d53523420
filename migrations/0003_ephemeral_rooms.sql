ALTER TABLE "rooms" ADD COLUMN "persistence" text DEFAULT 'durable' NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "empty_after_ms" integer DEFAULT 900000 NOT NULL;