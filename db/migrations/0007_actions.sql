CREATE TABLE "action_bindings" (
	"id" text PRIMARY KEY NOT NULL,
	"trigger_id" text NOT NULL,
	"action_id" text NOT NULL,
	"display_name" text NOT NULL,
	"position" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "action_executions" (
	"id" text PRIMARY KEY NOT NULL,
	"trigger_id" text NOT NULL,
	"status" text NOT NULL,
	"results" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "action_secrets" (
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"value" "bytea" NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "action_secrets_owner_id_name_pk" PRIMARY KEY("owner_id","name")
);
--> statement-breakpoint
CREATE TABLE "action_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"action_id" text NOT NULL,
	"number" integer NOT NULL,
	"code" text NOT NULL,
	"dependencies" jsonb NOT NULL,
	"runtime" text NOT NULL,
	"trigger_id" text NOT NULL,
	"trigger_version" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"built_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "actions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"trigger_id" text NOT NULL,
	"trigger_version" text NOT NULL,
	"code" text NOT NULL,
	"dependencies" jsonb NOT NULL,
	"runtime" text NOT NULL,
	"all_changes_deployed" boolean NOT NULL,
	"deployed_version_id" text,
	"last_number" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"built_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "action_bindings_trigger" ON "action_bindings" USING btree ("trigger_id","position");--> statement-breakpoint
CREATE INDEX "action_executions_created" ON "action_executions" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "action_versions_action" ON "action_versions" USING btree ("action_id","number");