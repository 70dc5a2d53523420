ALTER TABLE "room_copies" ADD COLUMN "digest" text;--> statement-breakpoint
UPDATE "room_copies" SET "digest" = encode(sha256("bytes"), 'base64');--> statement-breakpoint
ALTER TABLE "room_copies" ALTER COLUMN "digest" SET NOT NULL;
