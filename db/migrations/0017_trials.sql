CREATE TABLE "replay_cases" (
	"replay_id" text NOT NULL,
	"position" integer NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text,
	"sign_in_id" text,
	"changes" jsonb NOT NULL,
	"before" json NOT NULL,
	"after" json NOT NULL,
	CONSTRAINT "replay_cases_replay_id_position_pk" PRIMARY KEY("replay_id","position")
);
--> statement-breakpoint
CREATE TABLE "rule_drafts" (
	"rule_id" text PRIMARY KEY NOT NULL,
	"script" text NOT NULL,
	"base_version" bigint NOT NULL,
	"actor" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_tests" (
	"id" text PRIMARY KEY NOT NULL,
	"rule_id" text NOT NULL,
	"name" text NOT NULL,
	"definition" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "replay_cases_user" ON "replay_cases" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "rule_tests_rule" ON "rule_tests" USING btree ("rule_id","created_at");