/** What inboxes ask for: to mail what was not read. Reached by Durable Objects of this worker only. */
import { WorkerEntrypoint } from 'cloudflare:workers'
import type { DigestMail, DigestTarget } from '../../durable-objects/inbox/target.ts'
import { databaseOf } from '../bindings/database.ts'
import type { Env } from '../bindings/env.ts'
import { findOrganization } from '../db/queries/organizations/organizations.ts'
import { findRoom, isDeleted } from '../db/queries/rooms.ts'
import { digestLetter } from '../mail/notification-letters.ts'
import { openMail } from '../mail/open.ts'
import { makeUnsubscribeToken } from '../mail/unsubscribing.ts'

/** Where a notification of the customer's own leads. */
const urlOf = ({ payload: { url } }: DigestMail['notifications'][number]): string | null =>
  typeof url === 'string' && url.length <= 2_048 && /^https?:\/\//.test(url) && URL.canParse(url) ? url : null

export class Inboxes extends WorkerEntrypoint<Env> implements DigestTarget {
  async sendDigest(digest: DigestMail): Promise<void> {
    const { organizationId, email, notifications, total, publicUrl } = digest
    const db = databaseOf(this.env)
    const organization = await findOrganization(db, organizationId)
    if (organization === undefined || organization.deletedAt !== null) return
    const origin = this.env.PUBLIC_URL ?? publicUrl
    // Mail that nobody could end is none that we send.
    if (origin === null) throw new Error('no mail about notifications can be sent: set PUBLIC_URL')
    const names = new Map<string, string>()
    for (const roomId of new Set(notifications.flatMap(({ roomId: id }) => (id === null ? [] : [id])))) {
      const room = await findRoom(db, organizationId, roomId)
      if (room !== undefined && !isDeleted(room)) names.set(roomId, room.name ?? roomId)
    }
    // Of a room that is no more nothing is told.
    const told = notifications.filter(({ roomId }) => roomId === null || names.has(roomId))
    if (told.length === 0) return
    const [only] = told
    const token = await makeUnsubscribeToken(this.env.TOKEN_SECRET, digest)
    await openMail(
      this.env,
      db,
    )(
      digestLetter({
        to: email,
        organization: organization.name,
        lines: told.map(({ kind, actors, count, roomId, text }) => ({
          kind,
          names: actors.map(({ name }) => name),
          count,
          room: roomId === null ? null : (names.get(roomId) ?? null),
          text,
        })),
        total: total - (notifications.length - told.length),
        url: told.length === 1 && only !== undefined ? urlOf(only) : null,
        unsubscribeUrl: `${origin}/unsubscribe?token=${encodeURIComponent(token)}`,
      }),
    )
  }
}
