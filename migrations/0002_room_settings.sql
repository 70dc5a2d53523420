ALTER TABLE "rooms" ADD COLUMN "presence_timeout_ms" integer DEFAULT 30000 NOT NULL;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "history_ms" bigint DEFAULT 2592000000 NOT NULL;