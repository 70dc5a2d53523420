/** Replays a recorded history through a started server, one SDK client per author, and says what everybody ended up with. */
import { expect } from 'vitest'
import type { RunningServer } from '../kit/server.ts'
import { enter, freshRoomId, rest, textOf, until } from '../sdk/kit.ts'
import { textName, writeAgain } from './authors.ts'
import type { Edit } from './traces.ts'

const settleLimitMs = 60_000

export const replayThrough = async (server: RunningServer, histories: readonly (readonly Edit[])[]) => {
  const id = freshRoomId('trace')
  const people = await Promise.all(
    histories.map((_, author) => enter(server.wsUrl, id, { userId: `author-${author}` })),
  )
  const reader = await enter(server.wsUrl, id, { userId: 'reader' })
  const startedAt = performance.now()
  const authors = people.map(({ room }, author) => ({ edits: histories[author] ?? [], shared: room.getDocument() }))
  reader.room.getDocument()
  await writeAgain(authors, () => new Promise((resolve) => setTimeout(resolve, 1)))
  await Promise.all(people.map(({ room }) => room.flush()))
  const tookMs = performance.now() - startedAt

  const everyone = [...people, reader]
  const length = Math.max(...people.map(({ room }) => textOf(room).length))
  for (const { room, errors } of everyone) {
    await until('every client to have everything', () => textOf(room).length === length, settleLimitMs)
    await until('saved', () => room.sync.get() === 'saved', settleLimitMs)
    expect(errors).toEqual([])
  }
  // The last updates may change letters and not the length.
  const first = people[0]?.room
  if (first === undefined) throw new Error('a history has authors')
  await until(
    'one text',
    () => everyone.every(({ room }) => textOf(room).toString() === textOf(first).toString()),
    settleLimitMs,
  )
  const stored = (await (await rest(server, `/rooms/${id}/document?format=json`)).json()) as {
    content: Record<string, unknown>
  }
  const late = await enter(server.wsUrl, id, { userId: 'late' })
  await late.room.getDocument().whenSynced
  const runs = (await late.room.history.blame())[textName] ?? []
  const whole = (await late.room.history.replay({ from: 0 })).at(Number.POSITIVE_INFINITY)
  return {
    text: textOf(first).toString(),
    /** What the history says: the text as its replay ends, and how much of it each author wrote. */
    replayed: whole.getText(textName).toString(),
    blamed: runs.map(({ text }) => text).join(''),
    written: histories.map((_, author) =>
      runs.reduce((sum, { text, by }) => sum + (by?.userId === `author-${author}` ? text.length : 0), 0),
    ),
    stored: stored.content[textName],
    late: textOf(late.room).toString(),
    tookMs,
  }
}
