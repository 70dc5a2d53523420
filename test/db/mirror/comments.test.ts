/** Comments in Postgres: in tables across rooms, and back in a room whose object was lost. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../kit/folder.ts'
import { queryStopped, waitUntilMirrored } from '../../kit/mirrored.ts'
import { developmentKeys, startServer } from '../../kit/server.ts'

const headers = { authorization: `Bearer ${developmentKeys.secret}`, 'content-type': 'application/json' }

test('what was said in rooms can be asked for across them, and what was deleted is gone there as well', async () => {
  const dataDir = await temporaryFolder()
  const server = await startServer({ dataDir })
  const api = `${server.url}/api/v1`
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${api}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    expect(answer.ok, await answer.clone().text()).toBe(true)
    return (await answer.json()) as { thread: { id: string }; comment: { id: string } }
  }
  const rooms = [`one-${randomUUID()}`, `two-${randomUUID()}`]
  for (const id of rooms) {
    await post('/rooms', { id })
    const { thread } = await post(`/rooms/${id}/comments`, { userId: 'ada', body: 'kept', anchorId: 'hero' })
    const { comment } = await post(`/rooms/${id}/comments`, { userId: 'bob', body: 'dropped', threadId: thread.id })
    expect((await fetch(`${api}/comments/${comment.id}`, { method: 'DELETE', headers })).status).toBe(204)
  }
  const since = Date.now()
  for (const id of rooms) await waitUntilMirrored(server, id, since)
  await server.stop()
  const found = await queryStopped<{ room_id: string; text: string; author_id: string }>(
    dataDir,
    `SELECT room_id, text, author_id FROM comments WHERE organization_id = $1 ORDER BY room_id, sequence`,
    ['org_dev'],
  )
  expect(found.map(({ text, author_id }) => [author_id, text])).toEqual([
    ['ada', 'kept'],
    ['bob', ''],
    ['ada', 'kept'],
    ['bob', ''],
  ])
  const threads = await queryStopped<{ comments: number; anchor_id: string }>(
    dataDir,
    'SELECT comments, anchor_id FROM comment_threads ORDER BY room_id',
    [],
  )
  expect(threads).toEqual([
    { comments: 1, anchor_id: 'hero' },
    { comments: 1, anchor_id: 'hero' },
  ])
})
