-- By hand: drizzle would drop the index and build it anew. Entries that waited in the list went into the index one by one,
-- and a NOT that was searched meanwhile found users who have what it excludes.
ALTER INDEX "user_search_terms" RESET (gin_pending_list_limit);--> statement-breakpoint
ALTER INDEX "user_search_terms" SET (fastupdate = false);--> statement-breakpoint
SELECT gin_clean_pending_list('user_search_terms');
