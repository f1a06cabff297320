CREATE INDEX "user_activity_updated_at" ON "user_activity" USING btree ("updated_at","user_id");--> statement-breakpoint
CREATE INDEX "user_activity_last_login" ON "user_activity" USING btree ("last_login","user_id");--> statement-breakpoint
CREATE INDEX "user_activity_logins_count" ON "user_activity" USING btree ("logins_count","user_id");