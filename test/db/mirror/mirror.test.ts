/** The mirror: a document reaches Postgres within seconds of its last change, and survives in it what the server does not. */
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { temporaryFolder } from '../../kit/folder.ts'
import { queryStopped, waitUntilMirrored } from '../../kit/mirrored.ts'
import { developmentKeys, startServer } from '../../kit/server.ts'

interface Copy {
  readonly organization_id: string
  readonly room_id: string
  readonly kind: string
  readonly key: string
  readonly bytes: Uint8Array
}

const headers = { authorization: `Bearer ${developmentKeys.secret}` }

const readCopies = (dataDir: string) =>
  queryStopped<Copy>(
    dataDir,
    'SELECT organization_id, room_id, kind, key, bytes FROM room_copies WHERE kind = $1 ORDER BY key',
    ['document'],
  )

test('documents reach Postgres after five quiet seconds, and leave it with their room', async () => {
  const dataDir = await temporaryFolder()
  const room = `mirror-${randomUUID()}`
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'kept twice')
  const first = await startServer({ dataDir })
  const api = `${first.url}/api/v1/rooms`
  await fetch(api, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ id: room }),
  })
  for (const name of ['default', 'notes']) {
    const body = new Uint8Array(Y.encodeStateAsUpdate(doc))
    const answer = await fetch(`${api}/${room}/document/update?name=${name}`, { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
  }
  await waitUntilMirrored(first, room)
  await first.stop()

  const copies = await readCopies(dataDir)
  expect(copies).toMatchObject([
    { organization_id: 'org_dev', room_id: room, kind: 'document', key: 'default' },
    { organization_id: 'org_dev', room_id: room, kind: 'document', key: 'notes' },
  ])
  for (const { bytes } of copies) {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, bytes)
    expect(copy.getText('content').toString()).toBe('kept twice')
  }

  const last = await startServer({ dataDir })
  expect((await fetch(`${last.url}/api/v1/rooms/${room}`, { method: 'DELETE', headers })).status).toBe(204)
  await last.stop()
  expect(await readCopies(dataDir)).toEqual([])
})
