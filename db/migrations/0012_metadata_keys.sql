CREATE TABLE "metadata_keys" (
	"bag" text NOT NULL,
	"path" text NOT NULL,
	"folded" text NOT NULL,
	"kind" text NOT NULL
);
--> statement-breakpoint
CREATE INDEX "metadata_keys_path" ON "metadata_keys" USING btree ("bag","folded" COLLATE "C","path","kind");