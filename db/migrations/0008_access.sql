CREATE TABLE "role_permissions" (
	"role_id" text NOT NULL,
	"audience" text NOT NULL,
	"permission" text NOT NULL,
	CONSTRAINT "role_permissions_role_id_audience_permission_pk" PRIMARY KEY("role_id","audience","permission")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "roles_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "user_permissions" (
	"user_id" text NOT NULL,
	"audience" text NOT NULL,
	"permission" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_permissions_user_id_audience_permission_pk" PRIMARY KEY("user_id","audience","permission")
);
--> statement-breakpoint
CREATE TABLE "user_roles" (
	"user_id" text NOT NULL,
	"role_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "user_roles_user_id_role_id_pk" PRIMARY KEY("user_id","role_id")
);
--> statement-breakpoint
ALTER TABLE "client_grants" ADD COLUMN "allow_all_scopes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "resource_servers" ADD COLUMN "signing_alg" text DEFAULT 'RS256' NOT NULL;--> statement-breakpoint
ALTER TABLE "resource_servers" ADD COLUMN "token_lifetime_for_web" integer DEFAULT 7200 NOT NULL;--> statement-breakpoint
ALTER TABLE "resource_servers" ADD COLUMN "token_dialect" text DEFAULT 'access_token' NOT NULL;--> statement-breakpoint
ALTER TABLE "resource_servers" ADD COLUMN "enforce_policies" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "resource_servers" ADD COLUMN "skip_consent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "role_permissions_scope" ON "role_permissions" USING btree ("audience","permission");--> statement-breakpoint
CREATE INDEX "user_permissions_scope" ON "user_permissions" USING btree ("audience","permission");--> statement-breakpoint
CREATE INDEX "user_roles_members" ON "user_roles" USING btree ("role_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "client_grants_id" ON "client_grants" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "resource_servers_id" ON "resource_servers" USING btree ("id");--> statement-breakpoint
UPDATE "resource_servers" SET "token_lifetime_for_web" = least(7200, "token_lifetime");
