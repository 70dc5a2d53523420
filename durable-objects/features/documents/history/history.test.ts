/** The past of documents: versions, restoring, comparing, who wrote what, replays. Rules VE1–VE5. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { fromBase64 } from '@syncforge/protocol/base64'
import type { AuthoredRun, HistoryEntry, ReplayStep, Version } from '@syncforge/protocol/versions'
import { expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { docOf, enter, inStep, settle } from '../../../test/history-kit.ts'
import { actor, freshRoom, joinNative, roomSettings, until } from '../../../test-kit.ts'

test('[VE2] versions are named, listed newest first, read as they were; unknown ones are a typed error', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada')
  await ada.edit((doc) => doc.getText('content').insert(0, 'first'))
  const first = await ada.ask<Version>('versions.create', { name: 'draft' })
  expect(first).toMatchObject({ kind: 'named', name: 'draft', document: 'default', by: { userId: 'ada', name: 'ADA' } })
  await ada.edit((doc) => doc.getText('content').insert(5, ' second'))
  const second = await ada.ask<Version>('versions.create', { name: 'final' })
  expect((await ada.ask<Version[]>('versions.list', {})).map(({ name }) => name)).toEqual(['final', 'draft'])
  await evictDurableObject(room)
  for (const [version, text] of [
    [first, 'first'],
    [second, 'first second'],
  ] as const) {
    const { state } = await ada.ask<{ state: string }>('versions.get', { id: version.id })
    expect(docOf(state).getText('content').toString()).toBe(text)
  }
  for (const type of ['versions.get', 'versions.restore', 'versions.remove']) {
    expect((await ada.client.ask(type, { id: 'ver_nobody' })).error?.code).toBe('NOT_FOUND')
  }
  await ada.ask('versions.remove', { id: first.id })
  expect((await ada.client.ask('versions.get', { id: first.id })).error?.code).toBe('NOT_FOUND')
})

test('[VE5] a clock that was set back turns no order around, and makes no version older than the one before', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada')
  await ada.edit((doc) => doc.getText('content').insert(0, 'first'))
  const first = await ada.ask<Version>('versions.create', { name: 'first' })
  const setBack = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000)
  try {
    await ada.edit((doc) => doc.getText('content').insert(5, ' second'))
    const second = await ada.ask<Version>('versions.create', { name: 'second' })
    expect(second.at).toBeGreaterThanOrEqual(first.at)
    expect((await ada.ask<Version[]>('versions.list', {})).map(({ name }) => name)).toEqual(['second', 'first'])
  } finally {
    setBack.mockRestore()
  }
})

test('[VE3] a restore is an edit that everyone gets; what came after the version is lost to nobody', async () => {
  const room = freshRoom()
  const [ada, bob] = [await enter(room, 'ada'), await enter(room, 'bob')]
  await ada.edit((doc) => {
    doc.getText('content').insert(0, 'Hello world')
    doc.getText('content').format(0, 5, { bold: true })
    doc.getMap('meta').set('state', 'draft')
    doc.getArray('list').push([1, new Y.Map([['deep', true]])])
    const paragraph = new Y.XmlElement('p')
    paragraph.insert(0, [new Y.XmlText('one')])
    doc.getXmlFragment('blocks').insert(0, [paragraph])
  })
  const before = await ada.snapshot()
  const described = (doc: Y.Doc) =>
    JSON.stringify([
      doc.getText('content').toDelta(),
      doc.getMap('meta').toJSON(),
      doc.getArray('list').toJSON(),
      doc.getXmlFragment('blocks').toString(),
    ])
  const then = described(ada.doc)
  await inStep([bob], (doc) => doc.getText('content').length === 11, 'bob has it')
  await bob.edit((doc) => {
    doc.getText('content').delete(0, 6)
    doc.getText('content').insert(5, '!')
    doc.getMap('meta').set('state', 'done')
    doc.getMap('meta').set('extra', 1)
    doc.getArray('list').delete(0, 2)
    doc.getXmlFragment('blocks').delete(0, 1)
    doc.getMap('later').set('root', 'that came later')
  })
  const after = described(bob.doc)
  await ada.ask('versions.restore', { id: before.id })
  await inStep([ada, bob], (doc) => described(doc) === then, 'both have the restored document')
  expect(bob.doc.getMap('later').toJSON()).toEqual({})
  const [safety] = await ada.ask<Version[]>('versions.list', {})
  expect(safety).toMatchObject({ kind: 'automatic', name: null })
  await bob.ask('versions.restore', { id: safety?.id })
  await inStep([ada, bob], (doc) => described(doc) === after, 'both have what was there before the restore')
  await settle(room)
  await evictDurableObject(room)
  const { state } = await ada.ask<{ state: string }>('versions.get', { id: before.id })
  expect(described(docOf(state))).toBe(then)
})

test('[VE3] an edit that was under way while a version was restored merges with it', async () => {
  const room = freshRoom()
  const [ada, bob] = [await enter(room, 'ada'), await enter(room, 'bob')]
  await ada.edit((doc) => doc.getText('content').insert(0, 'old'))
  const version = await ada.snapshot()
  await ada.edit((doc) => doc.getText('content').insert(3, ' new'))
  await inStep([bob], (doc) => doc.getText('content').length === 7, 'bob has both')
  const restored = ada.ask('versions.restore', { id: version.id })
  await bob.edit((doc) => doc.getText('content').insert(0, 'bob: '))
  await restored
  await inStep([ada, bob], (doc) => doc.getText('content').toString() === 'bob: old', 'both')
})

test('[VE4] every stretch of text has its author and its time, through compaction and a cold wake', async () => {
  const room = freshRoom()
  const startedAt = Date.now()
  const [ada, bob] = [await enter(room, 'ada'), await enter(room, 'bob')]
  await ada.edit((doc) => doc.getText('content').insert(0, 'Ada wrote this. '))
  await inStep([bob], (doc) => doc.getText('content').length === 16, 'bob has it')
  await bob.edit((doc) => doc.getText('content').insert(4, 'and Bob '))
  await settle(room)
  await evictDurableObject(room)
  const { content = [] } = await ada.ask<Record<string, AuthoredRun[]>>('history.blame', {})
  expect(content.map(({ text, by }) => [text, by?.userId])).toEqual([
    ['Ada ', 'ada'],
    ['and Bob ', 'bob'],
    ['wrote this. ', 'ada'],
  ])
  for (const { at } of content) expect((at ?? 0) - startedAt).toBeGreaterThanOrEqual(0)
  const log = await ada.ask<HistoryEntry[]>('history.log', {})
  expect([...new Set(log.flatMap(({ authors }) => authors.map(({ userId }) => userId)))].sort()).toEqual(['ada', 'bob'])
})

test('a comparison says who added and who removed what', async () => {
  const room = freshRoom()
  const [ada, bob] = [await enter(room, 'ada'), await enter(room, 'bob')]
  await ada.edit((doc) => {
    doc.getText('content').insert(0, 'one two three')
    doc.getMap('meta').set('n', 1)
  })
  const from = await ada.snapshot()
  await inStep([bob], (doc) => doc.getText('content').length === 13, 'bob has it')
  await bob.edit((doc) => {
    doc.getText('content').delete(4, 4)
    doc.getText('content').insert(4, '2 ')
    doc.getMap('meta').set('n', 2)
  })
  await settle(room)
  const compared = await ada.ask<{ texts: Record<string, unknown>; values: object }>('versions.compare', {
    from: from.id,
  })
  expect(compared.values).toEqual({ meta: { before: { n: 1 }, after: { n: 2 } } })
  const changes = compared.texts.content as { kind: string; text: string; by: { userId: string } | null }[]
  expect(changes.filter(({ kind }) => kind === 'kept').map(({ text }) => text)).toEqual(['one ', 'three'])
  expect(
    changes
      .filter(({ kind }) => kind === 'removed')
      .map(({ text }) => text)
      .join(''),
  ).toBe('two ')
  expect(changes.filter(({ kind }) => kind === 'added')).toEqual([
    { kind: 'added', text: '2 ', by: { userId: 'bob', name: 'BOB', verified: true } },
  ])
})

test('[VE1] a replay goes through every edit, deleted content included, to exactly what is there now', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada')
  const texts: string[] = []
  for (const word of ['alpha ', 'beta ', 'gamma ']) {
    await ada.edit((doc) => doc.getText('content').insert(doc.getText('content').length, word))
    texts.push(ada.text.toString())
  }
  await ada.edit((doc) => doc.getText('content').delete(0, 6))
  texts.push(ada.text.toString())
  type Replay = { base: string | null; steps: ReplayStep[]; next: number | null }
  const replayed = await ada.ask<Replay>('history.replay', { from: 0, to: Date.now() + 1 })
  const doc = docOf(replayed.base ?? '')
  const seen = replayed.steps.map(({ update }) => {
    Y.applyUpdate(doc, fromBase64(update))
    return doc.getText('content').toString()
  })
  expect(seen).toEqual(texts)
  expect(replayed.next).toBeNull()
  await settle(room)
  await evictDurableObject(room)
  const merged = await ada.ask<Replay>('history.replay', { from: 0, to: Date.now() + 1 })
  expect(
    docOf(merged.base ?? '', ...merged.steps.map(({ update }) => update))
      .getText('content')
      .toString(),
  ).toBe(texts[3])
})

test('history is folded when it is too old: automatic versions go, named ones can still be read', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada')
  for (const word of ['one ', 'two ', 'three ']) {
    await ada.edit((doc) => doc.getText('content').insert(doc.getText('content').length, word))
    if (word !== 'three ') await ada.ask('versions.create', { name: word })
    await settle(room)
    ada.client.socket.send('ping')
  }
  ada.client.socket.close(1000)
  await until(() => ada.client.closed[0], 'the goodbye')
  await runInDurableObject(
    room,
    (_, { storage }) => void storage.sql.exec('UPDATE documents_segment SET ended_at = 1000, started_at = 1000'),
  )
  await evictDurableObject(room)
  const settings = roomSettings({ historyMs: 60_000 })
  const bob = await joinNative(room, { settings, access: 'moderate' })
  bob.socket.close(1000)
  await until(() => bob.closed[0], 'the goodbye')
  const carl = await joinNative(room, { settings, access: 'moderate' })
  const segments = await runInDurableObject(room, (_, { storage }) =>
    storage.sql.exec('SELECT DISTINCT first FROM documents_segment').toArray(),
  )
  expect(segments).toHaveLength(1)
  const list = (await carl.ask('versions.list', {})).body as Version[]
  expect(list.map(({ name }) => name).filter((name) => name !== null)).toEqual(['two ', 'one '])
  const texts = await Promise.all(
    list
      .filter(({ name }) => name !== null)
      .map(async ({ id }) => {
        const { state } = (await carl.ask('versions.get', { id })).body as { state: string }
        return docOf(state).getText('content').toString()
      }),
  )
  expect(texts).toEqual(['one two ', 'one '])
  expect(await room.ask('documents.read', { name: 'default', format: 'text' }, actor())).toMatchObject({
    reply: { content: 'one two three ' },
  })
})

test('a room that keeps no history keeps none', async () => {
  const room = freshRoom()
  const settings = roomSettings({ historyMs: 0 })
  const ada = await joinNative(room, { settings })
  const doc = new Y.Doc()
  doc.getText('content').insert(0, 'secret')
  ada.update(Y.encodeStateAsUpdate(doc))
  await until(() => ada.acked() === 1, 'the ack')
  ada.socket.close(1000)
  await until(() => ada.closed[0], 'the goodbye')
  await joinNative(room, { settings })
  const rows = await runInDurableObject(room, (_, { storage }) =>
    ['documents_segment', 'documents_version', 'documents_log'].map(
      (table) => storage.sql.exec(`SELECT 1 FROM ${table}`).toArray().length,
    ),
  )
  expect(rows).toEqual([0, 0, 0])
})

test('[VE2] in a room that keeps no history no version can be made, and named ones from before keep what they were', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada')
  await ada.edit(() => ada.text.insert(0, 'one'))
  const { id } = await ada.snapshot()
  await ada.edit(() => ada.text.insert(3, ' two'))
  await room.configure(roomSettings({ historyMs: 0 }))
  await expect(ada.snapshot()).rejects.toThrow('LIMIT_EXCEEDED')
  ada.client.socket.close(1000)
  await until(() => ada.client.closed[0], 'the goodbye')
  const bob = await joinNative(room, { settings: roomSettings({ historyMs: 0 }) })
  const { state } = (await bob.ask('versions.get', { id })).body as { state: string }
  expect(docOf(state).getText('content').toString()).toBe('one')
})
