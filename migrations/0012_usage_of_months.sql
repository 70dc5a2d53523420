-- The platform's own number of people in a month is read every few seconds: of each organization one row of each month, found without looking at the
-- hours and rooms beside it.
CREATE INDEX "usage_of_months" ON "usage" USING btree ("starts_at","people") WHERE span = 'month' AND kind = 'organization';