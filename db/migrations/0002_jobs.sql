CREATE TABLE "job_errors" (
	"job_id" text NOT NULL,
	"position" integer NOT NULL,
	"report" jsonb NOT NULL,
	CONSTRAINT "job_errors_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "job_files" (
	"job_id" text NOT NULL,
	"position" integer NOT NULL,
	"data" "bytea" NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "job_files_job_id_position_pk" PRIMARY KEY("job_id","position")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"payload" jsonb NOT NULL,
	"requested_by" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"run" text,
	"attempts" integer NOT NULL,
	"percentage_done" integer NOT NULL,
	"state" jsonb,
	"summary" jsonb,
	"status_details" text
);
--> statement-breakpoint
CREATE INDEX "jobs_status" ON "jobs" USING btree ("status","created_at");--> statement-breakpoint
CREATE INDEX "jobs_ended_at" ON "jobs" USING btree ("ended_at");--> statement-breakpoint
ALTER TABLE "job_files" ALTER COLUMN "data" SET STORAGE EXTERNAL;
