ALTER TABLE "rooms" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rooms" ADD COLUMN "made_by" text;--> statement-breakpoint
CREATE INDEX "rooms_by_maker" ON "rooms" USING btree ("made_by","created_at") WHERE made_by IS NOT NULL;