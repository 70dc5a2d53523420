import { expect, test } from 'vitest'
import { sharedServer } from '../kit/shared-server.ts'
import { lettersOf, writeAgainLocally } from './authors.ts'
import { replayThrough } from './replay.ts'
import { readConcurrentTrace } from './traces.ts'

const server = sharedServer()

test('the replay itself is right: without a room in between it ends as the recording did', async () => {
  const { authors, endContent } = readConcurrentTrace('friendsforever')
  expect((await writeAgainLocally(authors)) === endContent).toBe(true)
})

test('[CONV-5] 4,000 recorded edits of two people: every client, the room and a late joiner have the same text', async () => {
  const { authors } = readConcurrentTrace('friendsforever', 4_000)
  const expected = await writeAgainLocally(authors)
  expect(expected.length).toBe(3_688)
  const { text, stored, late, tookMs, replayed, blamed, written } = await replayThrough(server, authors)
  console.log(`4,000 edits replayed and durable in ${Math.round(tookMs)} ms`)
  expect(text).toBe(expected)
  expect(stored).toBe(expected)
  expect(late).toBe(expected)
  // The past as well: its replay ends as the recording did, and every letter has its author.
  expect(replayed).toBe(expected)
  expect(blamed).toBe(expected)
  expect(written).toEqual(await lettersOf(authors))
})
