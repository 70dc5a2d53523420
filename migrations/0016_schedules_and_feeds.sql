-- Schedules that wait, and how far feeds are, can be asked for across rooms. across_fillings says of which kinds of copies the tables across rooms have
-- what was copied before there were any: a start, or npm run migrate, fills them once.
CREATE TABLE "across_fillings" (
	"kind" text PRIMARY KEY NOT NULL,
	"filled_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feeds" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"feed" text NOT NULL,
	"last" bigint NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "feeds_organization_id_room_id_feed_pk" PRIMARY KEY("organization_id","room_id","feed")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"name" text NOT NULL,
	"piece" text NOT NULL,
	"rings_at" timestamp (3) with time zone NOT NULL,
	"author_id" text NOT NULL,
	"author_verified" boolean NOT NULL,
	"author_name" text NOT NULL,
	CONSTRAINT "schedules_organization_id_room_id_name_pk" PRIMARY KEY("organization_id","room_id","name")
);
--> statement-breakpoint
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schedules" ADD CONSTRAINT "schedules_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "feeds_at" ON "feeds" USING btree ("organization_id","last_at");--> statement-breakpoint
CREATE INDEX "schedules_at" ON "schedules" USING btree ("organization_id","rings_at");