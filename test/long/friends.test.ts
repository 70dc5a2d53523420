import { afterAll, beforeAll, expect, test } from 'vitest'
import { startServer, type TestServer } from '../kit/server.ts'
import { replayThrough } from '../trace/replay.ts'
import { readConcurrentTrace } from '../trace/traces.ts'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server?.stop())

test('[CONV-5] all 26,078 recorded edits of two people: everybody ends with the text of the recording', async () => {
  const { authors, endContent } = readConcurrentTrace('friendsforever')
  const { text, stored, late, tookMs } = await replayThrough(server, authors)
  console.log(`26,078 edits replayed and durable in ${Math.round(tookMs)} ms`)
  expect(text === endContent).toBe(true)
  expect(stored === endContent).toBe(true)
  expect(late === endContent).toBe(true)
})
