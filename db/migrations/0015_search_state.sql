CREATE TABLE "search_state" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"format" integer NOT NULL,
	"rebuilt_to" text
);
--> statement-breakpoint
-- Rows that earlier versions wrote are of format 1, until `npm run search:rebuild`.
INSERT INTO "search_state" ("format") SELECT CASE WHEN EXISTS (SELECT 1 FROM "users") THEN 1 ELSE 2 END;
