-- Comments can be asked for across rooms: each room mirrors its threads with everything in them, and a revision tells which copy is newer. They go
-- with their room; a comment is looked up by its id alone, which a fork shares with its original.
CREATE TABLE "comment_threads" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"id" text NOT NULL,
	"revision" bigint NOT NULL,
	"anchor_id" text,
	"document" text,
	"anchor" jsonb,
	"metadata" jsonb NOT NULL,
	"author_id" text NOT NULL,
	"author_verified" boolean NOT NULL,
	"comments" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"is_deleted" boolean NOT NULL,
	CONSTRAINT "comment_threads_organization_id_room_id_id_pk" PRIMARY KEY("organization_id","room_id","id")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"id" text NOT NULL,
	"thread_id" text NOT NULL,
	"revision" bigint NOT NULL,
	"sequence" bigint NOT NULL,
	"author_id" text NOT NULL,
	"author_verified" boolean NOT NULL,
	"text" text NOT NULL,
	"body" jsonb,
	"mentions" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"edited_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "comments_organization_id_room_id_id_pk" PRIMARY KEY("organization_id","room_id","id")
);
--> statement-breakpoint
ALTER TABLE "comment_threads" ADD CONSTRAINT "comment_threads_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_threads_last" ON "comment_threads" USING btree ("organization_id","last_at");--> statement-breakpoint
CREATE INDEX "comments_id" ON "comments" USING btree ("organization_id","id");--> statement-breakpoint
CREATE INDEX "comments_author" ON "comments" USING btree ("organization_id","author_id","created_at");