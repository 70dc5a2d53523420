CREATE TABLE "room_copies" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"sequence" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_copies_organization_id_room_id_kind_key_pk" PRIMARY KEY("organization_id","room_id","kind","key")
);
--> statement-breakpoint
CREATE TABLE "room_facts" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"happened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "room_facts_organization_id_room_id_sequence_pk" PRIMARY KEY("organization_id","room_id","sequence")
);
--> statement-breakpoint
ALTER TABLE "room_copies" ADD CONSTRAINT "room_copies_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_facts" ADD CONSTRAINT "room_facts_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;