ALTER TABLE "oidc_sessions" ADD COLUMN "idle_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "oidc_sessions" ADD COLUMN "persistent" boolean;