CREATE TABLE "client_credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"name" text,
	"kid" text NOT NULL,
	"alg" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "oidc_used_assertions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "clients" ALTER COLUMN "app_type" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ALTER COLUMN "token_endpoint_auth_method" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "client_authentication_methods" jsonb;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "jwt_configuration" jsonb DEFAULT '{"lifetime_in_seconds":36000,"secret_encoded":false}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "is_first_party" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "sso_disabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "is_token_endpoint_ip_header_trusted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "require_pushed_authorization_requests" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "addons" "bytea";--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "kept" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "global" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "oidc_refresh_tokens" ADD COLUMN "idle_expires_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "client_credentials_client" ON "client_credentials" USING btree ("client_id");--> statement-breakpoint
UPDATE "clients" SET "jwt_configuration" = jsonb_build_object('lifetime_in_seconds', "id_token_lifetime", 'secret_encoded', false),
	"kept" = '{"oidc_conformant":true,"cross_origin_authentication":false,"custom_login_page_on":true}'::jsonb,
	"refresh_token" = jsonb_build_object('infinite_token_lifetime', "refresh_token"->>'expiration_type' = 'non-expiring', 'idle_token_lifetime', 1296000, 'infinite_idle_token_lifetime', true) || "refresh_token";--> statement-breakpoint
ALTER TABLE "clients" DROP COLUMN "id_token_lifetime";