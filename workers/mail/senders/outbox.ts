/** Development's sender: keeps mails in the database, where `/dev/outbox` shows them. Sends nothing. */
import type { Database } from '../../db/client.ts'
import { keepMail } from '../../db/queries/outbox.ts'
import type { SendMail } from '../mail.ts'

export const outboxSender =
  (db: Database): SendMail =>
  (mail) =>
    keepMail(db, mail)
