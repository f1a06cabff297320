CREATE TABLE "sign_in_blocks" (
	"key" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"connection" text NOT NULL,
	"ip" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "credentials" DROP CONSTRAINT "credentials_pkey";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "identity" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "earlier" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_user_id_identity_pk" PRIMARY KEY("user_id","identity");--> statement-breakpoint
ALTER TABLE "login_keys" ADD COLUMN "identity" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "oidc_grants" ADD COLUMN "connection" text;--> statement-breakpoint
CREATE INDEX "sign_in_blocks_identifier" ON "sign_in_blocks" USING btree ("identifier");