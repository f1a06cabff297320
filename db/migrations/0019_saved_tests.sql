ALTER TABLE "rule_tests" ADD COLUMN "kind" text DEFAULT 'rule' NOT NULL;--> statement-breakpoint
ALTER TABLE "rule_tests" ADD COLUMN "user_id" text;--> statement-breakpoint
CREATE INDEX "rule_tests_user" ON "rule_tests" USING btree ("user_id");--> statement-breakpoint
-- Whose profile the tests of before hold a copy of. A definition with text that PostgreSQL cannot read stays as it is.
UPDATE "rule_tests" SET "user_id" = CASE
  WHEN "definition"::text ~* '\\u(0000|d[89a-f])' THEN NULL
  WHEN json_typeof("definition" -> 'user' -> 'user_id') = 'string' THEN "definition" -> 'user' ->> 'user_id'
END;
