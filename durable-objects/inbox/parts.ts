/** Owns table `inbox_part`: of a notification that stands for several comments or messages, what each of them said. With its notification a part goes. */
import type { Notification } from '@syncforge/protocol/inbox'
import type { Sql } from '../actor/storage.ts'
import type { ToldNotification } from './admission.ts'

export type Body = Pick<Notification, 'threadId' | 'actors' | 'count' | 'text' | 'payload'>
type Part = Pick<ToldNotification, 'actor' | 'text' | 'payload'>

export interface Parts {
  add(notificationId: string, told: ToldNotification, place: number): void
  /** The notifications that tell of it. */
  of(about: string): readonly string[]
  /** What a notification says now that one of its parts says something else. */
  reword(notificationId: string, about: string, text: string, body: Body): Body
  /** What is left of a notification without one of its parts; `null`: nothing. */
  withdraw(notificationId: string, about: string, body: Body): Body | null
}

/** Of one notification. Of those before only their number is known, and who did it last. */
const partsMax = 50
const actorsMax = 3

/** Those who did it, the last one first, each once. */
export const actorsOf = (actors: readonly (Part['actor'] | undefined)[]): Body['actors'] => {
  const known = new Map<string, Body['actors'][number]>()
  for (const actor of actors) if (actor && !known.has(actor.userId)) known.set(actor.userId, actor)
  return [...known.values()].slice(0, actorsMax)
}

export const createParts = (sql: Sql): Parts => {
  /** The newest first. */
  const all = (notificationId: string): readonly (Part & { readonly about: string })[] =>
    sql
      .exec<{ about: string; body: string }>(
        'SELECT about, body FROM inbox_part WHERE notification = ? ORDER BY place DESC',
        notificationId,
      )
      .toArray()
      .map(({ about, body }) => ({ about, ...(JSON.parse(body) as Part) }))

  return {
    add(notificationId, { about, actor, text, payload }, place) {
      if (about === null) return
      const body = JSON.stringify({ actor, text, payload } satisfies Part)
      sql.exec('INSERT OR REPLACE INTO inbox_part VALUES (?, ?, ?, ?)', notificationId, about, place, body)
      sql.exec(
        `DELETE FROM inbox_part WHERE notification = ?1 AND place <=
          (SELECT place FROM inbox_part WHERE notification = ?1 ORDER BY place DESC LIMIT 1 OFFSET ?2)`,
        notificationId,
        partsMax,
      )
    },
    of: (about) =>
      sql
        .exec<{ id: string }>('SELECT notification AS id FROM inbox_part WHERE about = ?', about)
        .toArray()
        .map(({ id }) => id),
    reword(notificationId, about, text, body) {
      sql.exec(
        "UPDATE inbox_part SET body = json_set(body, '$.text', ?) WHERE notification = ? AND about = ?",
        text,
        notificationId,
        about,
      )
      return all(notificationId)[0]?.about === about ? { ...body, text } : body
    },
    withdraw(notificationId, about, body) {
      sql.exec('DELETE FROM inbox_part WHERE notification = ? AND about = ?', notificationId, about)
      const count = body.count - 1
      if (count <= 0) return null
      const left = all(notificationId)
      const actors = left.map(({ actor }) => actor)
      const [last] = left
      return {
        ...body,
        count,
        // With all of its parts known somebody may no longer be among those who did it.
        actors: actorsOf(left.length === count ? actors : [...actors, ...body.actors]),
        text: last?.text ?? '',
        payload: last?.payload ?? {},
      }
    },
  }
}
