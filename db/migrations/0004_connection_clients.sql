CREATE TABLE "connection_clients" (
	"connection_id" text NOT NULL,
	"client_id" text NOT NULL,
	CONSTRAINT "connection_clients_connection_id_client_id_pk" PRIMARY KEY("connection_id","client_id")
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "sealed_options" "bytea";--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "settings" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "connection_clients_client" ON "connection_clients" USING btree ("client_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_id" ON "connections" USING btree ("id");--> statement-breakpoint
-- Every application could use every connection until now, and goes on to.
INSERT INTO "connection_clients" SELECT c."id", l."client_id" FROM "connections" c CROSS JOIN "clients" l WHERE NOT l."internal";
