/** A tick whose rows cannot be written. */
import { runInDurableObject } from 'cloudflare:test'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { actor, freshRoom, joinNative, until } from '../../test-kit.ts'

test('a tick that cannot be stored leaves no trace: nobody hears of it, everyone comes back, nothing acknowledged is lost', async () => {
  const room = freshRoom()
  const [ada, bob] = [await joinNative(room), await joinNative(room)]
  bob.step1()
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'stored')
  const stored = ada.update(Y.encodeStateAsUpdate(doc))
  await until(() => ada.acked() === stored, 'the ack')
  await runInDurableObject(room, (_, state) =>
    state.storage.sql.exec('ALTER TABLE documents_log RENAME TO documents_log_away'),
  )
  const before = Y.encodeStateVector(doc)
  doc.getText('content').insert(6, ' and lost')
  const heardBefore = bob.frames().length
  ada.update(Y.encodeStateAsUpdate(doc, before))
  expect(await until(() => ada.closed[0], 'the close')).toMatchObject({ code: 4500, reason: 'INTERNAL_ERROR' })
  await until(() => bob.closed[0], 'the close of the others')
  expect(bob.frames().length).toBe(heardBefore)
  expect(ada.acked()).toBe(stored)
  await runInDurableObject(room, (_, state) =>
    state.storage.sql.exec('ALTER TABLE documents_log_away RENAME TO documents_log'),
  )
  const read = () => room.ask('documents.read', { name: 'default', format: 'text' }, actor())
  expect(await read()).toMatchObject({ reply: { content: 'stored' } })
  const again = await joinNative(room)
  const resent = again.update(Y.encodeStateAsUpdate(doc))
  await until(() => again.acked() === resent, 'the ack of what was resent')
  expect(await read()).toMatchObject({ reply: { content: 'stored and lost' } })
})
