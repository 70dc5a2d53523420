-- Who came most in a month is read in this order, however many came.
CREATE INDEX "usage_busiest_people" ON "usage" USING btree ("organization_id","starts_at","joins" DESC NULLS FIRST,"id") WHERE span = 'month' AND kind = 'person';
