-- Chat, records and checklists can be asked for across rooms, as comments can: each room mirrors them, and a revision tells which copy is newer. Of a
-- record its newest version is told without its text, of a checklist how far it is. They go with their room. Comments are listed by when they were made.
CREATE TABLE "chat_messages" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"author_id" text NOT NULL,
	"author_verified" boolean NOT NULL,
	"author_name" text NOT NULL,
	"body" text NOT NULL,
	"mentions" jsonb NOT NULL,
	"reply_to" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"removed_at" timestamp (3) with time zone,
	CONSTRAINT "chat_messages_organization_id_room_id_id_pk" PRIMARY KEY("organization_id","room_id","id")
);
--> statement-breakpoint
CREATE TABLE "checklists" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"list" text NOT NULL,
	"items" integer NOT NULL,
	"done" integer NOT NULL,
	"due_at" timestamp (3) with time zone,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "checklists_organization_id_room_id_list_pk" PRIMARY KEY("organization_id","room_id","list")
);
--> statement-breakpoint
CREATE TABLE "text_records" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"key" text NOT NULL,
	"version" bigint NOT NULL,
	"bytes" integer NOT NULL,
	"author_id" text NOT NULL,
	"author_verified" boolean NOT NULL,
	"author_name" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"is_removed" boolean NOT NULL,
	CONSTRAINT "text_records_organization_id_room_id_key_pk" PRIMARY KEY("organization_id","room_id","key")
);
--> statement-breakpoint
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checklists" ADD CONSTRAINT "checklists_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "text_records" ADD CONSTRAINT "text_records_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "chat_messages_at" ON "chat_messages" USING btree ("organization_id","created_at");--> statement-breakpoint
CREATE INDEX "chat_messages_author" ON "chat_messages" USING btree ("organization_id","author_id","created_at");--> statement-breakpoint
CREATE INDEX "checklists_at" ON "checklists" USING btree ("organization_id","changed_at");--> statement-breakpoint
CREATE INDEX "text_records_at" ON "text_records" USING btree ("organization_id","saved_at");--> statement-breakpoint
CREATE INDEX "comments_at" ON "comments" USING btree ("organization_id","created_at");