/** Keeps the mails of development and reads them again. Not scoped by an organization: a mail is a person's, and only development has any. */
import { desc, eq, sql } from 'drizzle-orm'
import type { Database } from '../client.ts'
import { outbox } from '../schema/outbox.ts'

/** How many are kept: the newest. */
const KEPT = 500
const PAGE = 100

export interface KeptMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly sentAt: Date
}

export const keepMail = async (db: Database, mail: Omit<KeptMail, 'sentAt'>): Promise<void> => {
  await db.insert(outbox).values(mail)
  await db.delete(outbox).where(sql`${outbox.id} <= (SELECT max(id) FROM outbox) - ${KEPT}`)
}

/** Newest first, at most a hundred. @param to of this address alone */
export const readMails = (db: Database, to: string | undefined): Promise<KeptMail[]> =>
  db
    .select({
      to: outbox.to,
      subject: outbox.subject,
      text: outbox.text,
      html: outbox.html,
      sentAt: outbox.sentAt,
    })
    .from(outbox)
    .where(to === undefined ? undefined : eq(outbox.to, to))
    .orderBy(desc(outbox.id))
    .limit(PAGE)
