-- Who may do what (organizations, their keys, the registry of rooms) and what rooms tell Postgres (copies, facts): everything that the first
-- release starts from. The steps that led here were never released; a database that has gone through all of them is at this one.
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"kind" text NOT NULL,
	"hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"plan" text DEFAULT 'free' NOT NULL,
	"creates_rooms_on_join" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_copies" (
	"organization_id" text NOT NULL,
	"room_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"sequence" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	"digest" text NOT NULL,
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
CREATE TABLE "rooms" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text,
	"access" text NOT NULL,
	"type" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"max_participants" integer NOT NULL,
	"grace_ms" integer NOT NULL,
	"presence_timeout_ms" integer DEFAULT 30000 NOT NULL,
	"history_ms" bigint DEFAULT 2592000000 NOT NULL,
	"persistence" text DEFAULT 'durable' NOT NULL,
	"empty_after_ms" integer DEFAULT 900000 NOT NULL,
	"filling_until" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"made_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rooms_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_copies" ADD CONSTRAINT "room_copies_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_facts" ADD CONSTRAINT "room_facts_organization_id_room_id_rooms_organization_id_id_fk" FOREIGN KEY ("organization_id","room_id") REFERENCES "public"."rooms"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rooms" ADD CONSTRAINT "rooms_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_keys_organization" ON "api_keys" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "rooms_by_age" ON "rooms" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "rooms_by_maker" ON "rooms" USING btree ("made_by","created_at") WHERE made_by IS NOT NULL;--> statement-breakpoint
CREATE INDEX "rooms_being_filled" ON "rooms" USING btree ("organization_id","filling_until") WHERE filling_until IS NOT NULL;