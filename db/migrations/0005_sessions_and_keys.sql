CREATE TABLE "device_credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"client_id" text NOT NULL,
	"device_id" text NOT NULL,
	"device_name" text NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "oidc_grants" ADD COLUMN "ip" text;--> statement-breakpoint
ALTER TABLE "oidc_grants" ADD COLUMN "user_agent" text;--> statement-breakpoint
ALTER TABLE "oidc_grants" ADD COLUMN "last_ip" text;--> statement-breakpoint
ALTER TABLE "oidc_grants" ADD COLUMN "last_user_agent" text;--> statement-breakpoint
ALTER TABLE "oidc_grants" ADD COLUMN "refresh_token_metadata" jsonb;--> statement-breakpoint
ALTER TABLE "oidc_sessions" ADD COLUMN "last_ip" text;--> statement-breakpoint
ALTER TABLE "oidc_sessions" ADD COLUMN "last_user_agent" text;--> statement-breakpoint
ALTER TABLE "oidc_sessions" ADD COLUMN "metadata" jsonb;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "certificate" text;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "pkcs7" text;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "current_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "current_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "revoked_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "device_credentials_user" ON "device_credentials" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "oidc_sessions_sid" ON "oidc_sessions" USING btree ("sid");