// An app with a second copy of Yjs, here the CommonJS one beside the ES module: told by name, with the remedy, and nothing is half done.
import { createRequire } from 'node:module'
import { SyncForgeError } from '@syncforge/client'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { sharedServer } from '../../kit/shared-server.ts'
import { enter, freshRoomId, until } from '../kit.ts'

const server = sharedServer()
const second = createRequire(import.meta.url)('yjs') as typeof Y

const thrownBy = (work: () => unknown): unknown => {
  try {
    work()
  } catch (thrown) {
    return thrown
  }
  return undefined
}
const expectClear = (error: unknown) => {
  expect(error).toBeInstanceOf(SyncForgeError)
  const { code, message } = error as SyncForgeError
  expect(code).toBe('VALIDATION_ERROR')
  expect(message).toMatch(/second copy of Yjs.*dedupe/)
}

const ways: [string, (doc: Y.Doc) => unknown][] = [
  ['a text in a map', (doc) => doc.getMap('map').set('text', new second.Text('x'))],
  ['a map in a list', (doc) => doc.getArray('list').insert(0, [new second.Map()])],
  [
    'a list in a nested map',
    (doc) => (doc.getMap('map').get('nested') as Y.Map<unknown>).set('list', new second.Array()),
  ],
  ['an element in a fragment', (doc) => doc.getXmlFragment('xml').insert(0, [new second.XmlElement('p')])],
  ['an embed in a text', (doc) => doc.getText('text').insertEmbed(0, new second.Map())],
  ['a subdocument', (doc) => doc.getMap('map').set('sub', new second.Doc())],
]

test.each(ways)('%s of another copy is refused by that name, and what comes after it is saved', async (_, put) => {
  const { room, errors } = await enter(server.wsUrl, freshRoomId('second'))
  const doc = room.getDocument()
  doc.getMap('map').set('nested', new Y.Map())
  const before = doc.toJSON()
  expectClear(thrownBy(() => put(doc)))
  expect(doc.toJSON()).toEqual({ ...before, ...doc.toJSON(), map: { nested: {} } })
  doc.getMap('map').set('own', new Y.Text('mine'))
  await room.flush()
  expect(doc.getMap('map').toJSON()).toEqual({ nested: {}, own: 'mine' })
  expect(errors).toEqual([])
})

test('edits by the functions of another copy are reported once', async () => {
  const { room, errors } = await enter(server.wsUrl, freshRoomId('second'))
  const doc = room.getDocument()
  await doc.whenSynced
  const elsewhere = new Y.Doc()
  elsewhere.getText('text').insert(0, 'elsewhere')
  second.applyUpdate(doc, Y.encodeStateAsUpdate(elsewhere))
  second.transact(doc, () => doc.getText('text').insert(0, 'x'))
  await until('the report', () => errors.length > 0)
  expect(errors).toHaveLength(1)
  expectClear(errors[0])
})

test('what is seeded with another copy is refused by that name', async () => {
  const { room } = await enter(server.wsUrl, freshRoomId('second'))
  const seeding = room.seed((doc) => void doc.getMap('map').set('text', new second.Text('x')))
  expectClear(await seeding.catch((error) => error))
})

test('two copies that stay apart are nobody’s business', async () => {
  const { room, errors } = await enter(server.wsUrl, freshRoomId('second'))
  const doc = room.getDocument()
  const other = new second.Doc()
  other.getMap('map').set('text', new second.Text('x'))
  expect(new second.Text() instanceof Y.AbstractType).toBe(false)
  expect(doc.getText('text') instanceof Y.AbstractType && doc.getText('text') instanceof Y.Text).toBe(true)
  expect(doc.getText('text') instanceof Y.Map).toBe(false)
  doc.getText('text').insert(0, 'x')
  await room.flush()
  expect(errors).toEqual([])
})
