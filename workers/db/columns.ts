/** Column kinds that every table uses the same way. Tables live in schema/. */
import { timestamp } from 'drizzle-orm/pg-core'

/** A moment, to the millisecond: what JSON carries is exactly what the row holds. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' })
