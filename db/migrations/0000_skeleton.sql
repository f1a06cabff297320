CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TABLE "admins" (
	"user_id" text PRIMARY KEY NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "client_grants" (
	"client_id" text NOT NULL,
	"audience" text NOT NULL,
	"id" text NOT NULL,
	"scope" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "client_grants_client_id_audience_pk" PRIMARY KEY("client_id","audience")
);
--> statement-breakpoint
CREATE TABLE "clients" (
	"client_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"client_secret" "bytea",
	"app_type" text NOT NULL,
	"token_endpoint_auth_method" text NOT NULL,
	"grant_types" jsonb NOT NULL,
	"callbacks" jsonb NOT NULL,
	"allowed_logout_urls" jsonb NOT NULL,
	"allowed_origins" jsonb NOT NULL,
	"web_origins" jsonb NOT NULL,
	"client_metadata" jsonb NOT NULL,
	"refresh_token" jsonb NOT NULL,
	"id_token_lifetime" integer NOT NULL,
	"internal" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"name" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"strategy" text NOT NULL,
	"options" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"user_id" text PRIMARY KEY NOT NULL,
	"password_hash" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"user_id" text NOT NULL,
	"provider" text NOT NULL,
	"identity_user_id" text NOT NULL,
	"connection" text NOT NULL,
	"is_social" boolean NOT NULL,
	"position" integer NOT NULL,
	"profile_data" jsonb,
	CONSTRAINT "identities_user_id_provider_identity_user_id_pk" PRIMARY KEY("user_id","provider","identity_user_id")
);
--> statement-breakpoint
CREATE TABLE "login_keys" (
	"key" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "logs" (
	"log_id" text NOT NULL,
	"date" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"description" text,
	"client_id" text,
	"client_name" text,
	"connection" text,
	"user_id" text,
	"user_name" text,
	"ip" text,
	"user_agent" text,
	"details" jsonb NOT NULL,
	CONSTRAINT "logs_log_id_date_pk" PRIMARY KEY("log_id","date")
) PARTITION BY RANGE ("date");
--> statement-breakpoint
CREATE TABLE "oidc_access_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"grant_id" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oidc_codes" (
	"code_hash" text PRIMARY KEY NOT NULL,
	"grant_id" text NOT NULL,
	"client_id" text NOT NULL,
	"redirect_uri" text NOT NULL,
	"nonce" text,
	"code_challenge" text,
	"code_challenge_method" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "oidc_grants" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"client_id" text NOT NULL,
	"sid" text,
	"audience" text,
	"scope" text NOT NULL,
	"claims" jsonb NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "oidc_refresh_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"grant_id" text NOT NULL,
	"client_id" text NOT NULL,
	"user_id" text NOT NULL,
	"rotating" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"used_at" timestamp (3) with time zone,
	"last_exchanged_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "oidc_sessions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"sid" text NOT NULL,
	"user_id" text NOT NULL,
	"connection" text NOT NULL,
	"authenticated_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"client_ids" jsonb NOT NULL,
	"ip" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "oidc_transactions" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"client_id" text NOT NULL,
	"params" jsonb NOT NULL,
	"state" jsonb NOT NULL,
	"browser_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_links" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "resource_servers" (
	"identifier" text PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"scopes" jsonb NOT NULL,
	"token_lifetime" integer NOT NULL,
	"allow_offline_access" boolean NOT NULL,
	"is_system" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_configs" (
	"key" text PRIMARY KEY NOT NULL,
	"value" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_versions" (
	"rule_id" text NOT NULL,
	"version" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" jsonb NOT NULL,
	"cause" text NOT NULL,
	"state" jsonb,
	CONSTRAINT "rule_versions_rule_id_version_pk" PRIMARY KEY("rule_id","version")
);
--> statement-breakpoint
CREATE TABLE "rules" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"script" text NOT NULL,
	"order" integer NOT NULL,
	"enabled" boolean NOT NULL,
	"stage" text NOT NULL,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rules_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signing_keys" (
	"kid" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"public_jwk" jsonb NOT NULL,
	"private_jwk" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_search" (
	"user_id" text PRIMARY KEY NOT NULL,
	"email" text,
	"name" text,
	"given_name" text,
	"family_name" text,
	"nickname" text,
	"username" text,
	"phone" text,
	"connection" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"terms" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user_versions" (
	"user_id" text NOT NULL,
	"version" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" jsonb NOT NULL,
	"cause" text NOT NULL,
	"request_id" text NOT NULL,
	"changes" jsonb NOT NULL,
	CONSTRAINT "user_versions_user_id_version_pk" PRIMARY KEY("user_id","version")
);
--> statement-breakpoint
CREATE TABLE "user_activity" (
	"user_id" text PRIMARY KEY NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_login" timestamp (3) with time zone,
	"logins_count" bigint,
	"last_ip" text
);
--> statement-breakpoint
CREATE TABLE "users" (
	"user_id" text PRIMARY KEY NOT NULL,
	"connection" text NOT NULL,
	"email" text,
	"email_verified" boolean,
	"username" text,
	"phone_number" text,
	"phone_verified" boolean,
	"name" text,
	"nickname" text,
	"given_name" text,
	"family_name" text,
	"picture" text,
	"blocked" boolean,
	"last_password_reset" timestamp (3) with time zone,
	"user_metadata" jsonb,
	"app_metadata" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "logs_date" ON "logs" USING btree ("date");--> statement-breakpoint
CREATE INDEX "logs_user" ON "logs" USING btree ("user_id","date");--> statement-breakpoint
CREATE INDEX "oidc_grants_user" ON "oidc_grants" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "oidc_grants_sid" ON "oidc_grants" USING btree ("sid");--> statement-breakpoint
CREATE INDEX "oidc_refresh_tokens_grant" ON "oidc_refresh_tokens" USING btree ("grant_id");--> statement-breakpoint
CREATE INDEX "oidc_refresh_tokens_user" ON "oidc_refresh_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "oidc_sessions_user" ON "oidc_sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "user_search_terms" ON "user_search" USING gin ("terms") WITH (fastupdate=false);--> statement-breakpoint
CREATE INDEX "user_search_infix" ON "user_search" USING gin ("email" gin_trgm_ops,"name" gin_trgm_ops,"nickname" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "user_search_email" ON "user_search" USING btree ("email" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_name" ON "user_search" USING btree ("name" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_given_name" ON "user_search" USING btree ("given_name" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_family_name" ON "user_search" USING btree ("family_name" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_nickname" ON "user_search" USING btree ("nickname" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_username" ON "user_search" USING btree ("username" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_phone" ON "user_search" USING btree ("phone" COLLATE "C","user_id");--> statement-breakpoint
CREATE INDEX "user_search_created_at" ON "user_search" USING btree ("created_at","user_id");--> statement-breakpoint
CREATE TABLE "logs_rest" PARTITION OF "logs" DEFAULT;--> statement-breakpoint
ALTER TABLE "user_search" ALTER COLUMN "terms" SET STATISTICS 1000;
