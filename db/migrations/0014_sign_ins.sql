CREATE TABLE "sign_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" text NOT NULL,
	"user_name" text,
	"client_id" text NOT NULL,
	"client_name" text NOT NULL,
	"connection" text NOT NULL,
	"protocol" text NOT NULL,
	"result" text NOT NULL,
	"duration_ms" real NOT NULL,
	"ran" jsonb NOT NULL,
	"is_cut" boolean NOT NULL,
	"recording" json NOT NULL
);
--> statement-breakpoint
CREATE INDEX "sign_ins_at" ON "sign_ins" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "sign_ins_user" ON "sign_ins" USING btree ("user_id","at");--> statement-breakpoint
CREATE INDEX "sign_ins_client" ON "sign_ins" USING btree ("client_id","at");