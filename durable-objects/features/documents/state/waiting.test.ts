/** Edits that wait for edits before them (rule DO11), over sockets. In a file of its own: heavy edits share what a server has for them. */
import type { DocumentUsage } from '@syncforge/protocol/document'
import { DocumentKind } from '@syncforge/protocol/document-frames'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { orphan, typed } from '../../../../test/kit/crafted-updates.ts'
import { askAs, freshRoom, joinNative, until } from '../../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>

const textOf = async (room: Room, root: string) => {
  const { content } = (await askAs(room, 'documents.read', { name: 'default', format: 'yjs' })) as {
    content: Uint8Array
  }
  const doc = new Y.Doc()
  Y.applyUpdate(doc, content)
  return doc.getText(root).toString()
}
const measure = async (room: Room) => (await askAs(room, 'documents.measure', { name: 'default' })) as DocumentUsage

test('[DO11] what waits for edits before it is bounded, whatever is asked in between, and finds its place later', async () => {
  const room = freshRoom()
  const [ada, mallory] = [await joinNative(room), await joinNative(room)]
  const seqs: number[] = []
  for (let n = 0; n < 5; n++) {
    mallory.step1()
    seqs.push(mallory.update(orphan(100 + n, 1_500_000)))
  }
  await until(() => mallory.documentMessages(DocumentKind.refused).length === 3, 'three refusals')
  expect(mallory.documentMessages(DocumentKind.refused)).toMatchObject([
    { code: 'LIMIT_EXCEEDED', seq: seqs[2] },
    { code: 'LIMIT_EXCEEDED', seq: seqs[3] },
    { code: 'LIMIT_EXCEEDED', seq: seqs[4] },
  ])
  expect((await measure(room)).bytes.is).toBeGreaterThan(3_000_000)
  const seq = ada.update(typed('text', 'a'.repeat(1_000), 100))
  await until(() => ada.acked() === seq, 'the ack')
  expect((await textOf(room, 'text')).length).toBe(1_501_000)
  const last = mallory.update(typed('other', 'is heard again', 77))
  await until(() => mallory.acked() === last, 'the ack')
  expect(await textOf(room, 'other')).toBe('is heard again')
})
