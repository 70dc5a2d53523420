/** Owns table `endpoint_collected`: changes of documents wait here for others, one row for each document, and become a delivery when their time comes. */
import type { Sql } from '../actor/storage.ts'
import type { EndpointEvent } from './admission.ts'

export type DocumentEvent = Extract<EndpointEvent, { readonly type: 'document.updated' }>

export interface Collected {
  /** Takes the place of what waits for its document; the time of the first counts. */
  add(event: DocumentEvent, due: number): void
  nextDue(): number | null
  /** Takes out those that are due, but for those of documents of which one waits to be sent: they wait until `laterAt`. */
  take(now: number, isWaiting: (roomId: string, document: string) => boolean, laterAt: number): readonly DocumentEvent[]
}

const takenMax = 500

export const createCollected = (sql: Sql): Collected => ({
  add(event, due) {
    const { roomId, document } = event.data
    sql.exec(
      `INSERT INTO endpoint_collected VALUES (?, ?, ?, ?)
      ON CONFLICT (room_id, document) DO UPDATE SET event = excluded.event`,
      roomId,
      document,
      JSON.stringify(event),
      due,
    )
  },
  nextDue: () =>
    sql.exec<{ due: number }>('SELECT due FROM endpoint_collected ORDER BY due LIMIT 1').toArray()[0]?.due ?? null,
  take(now, isWaiting, laterAt) {
    const due = sql
      .exec<{ event: string }>(
        'SELECT event FROM endpoint_collected WHERE due <= ? ORDER BY due LIMIT ?',
        now,
        takenMax,
      )
      .toArray()
    return due.flatMap(({ event: text }) => {
      const event = JSON.parse(text) as DocumentEvent
      const { roomId, document } = event.data
      if (isWaiting(roomId, document)) {
        const later = 'UPDATE endpoint_collected SET due = ? WHERE room_id = ? AND document = ?'
        sql.exec(later, laterAt, roomId, document)
        return []
      }
      sql.exec('DELETE FROM endpoint_collected WHERE room_id = ? AND document = ?', roomId, document)
      return [event]
    })
  },
})
