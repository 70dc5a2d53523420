/** Versions whose past is folded away: restored like any other. Rules VE1–VE4. */
import { runInDurableObject } from 'cloudflare:test'
import type { AuthoredRun, Version } from '@syncforge/protocol/versions'
import * as prng from 'lib0/prng'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { describe, edits } from '../../../../test/kit/edits.ts'
import { age, docOf, enter, inStep, type Person, shortHistory } from '../../../test/history-kit.ts'
import { freshRoom, roomSettings } from '../../../test-kit.ts'

type Room = ReturnType<typeof freshRoom>

const keptStates = (room: Room) =>
  runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ version: string }>('SELECT DISTINCT version FROM documents_version_state')
      .toArray()
      .map(({ version }) => version),
  )

test('[VE3] a version older than the history is restored as an edit, and what was there before it as well', async () => {
  const room = freshRoom()
  const [early, other] = [await enter(room, 'ada', shortHistory), await enter(room, 'bob', shortHistory)]
  await early.edit((doc) => {
    doc.getText('text').applyDelta([{ insert: 'Bold', attributes: { bold: true } }, { insert: { image: 'x' } }])
    doc.getMap('map').set('nested', new Y.Map([['n', 1]]))
    doc.getArray('list').push([1, new Y.Map([['deep', true]])])
    const paragraph = new Y.XmlElement('p')
    paragraph.setAttribute('n', '1')
    paragraph.insert(0, [new Y.XmlText('one')])
    doc.getXmlFragment('xml').insert(0, [paragraph])
  })
  const version = await early.snapshot()
  const then = describe(early.doc)
  await inStep([other], (doc) => doc.getText('text').length === 5, 'bob has it')
  await other.edit((doc) => {
    doc.getText('text').delete(1, 4)
    doc.getText('text').insert(1, 'eta')
    doc.getMap('map').delete('nested')
    doc.getArray('list').delete(0, 2)
    doc.getXmlFragment('xml').delete(0, 1)
    doc.getMap('later').set('root', 'that came later')
  })
  await early.leave()
  await other.leave()
  await age(room)
  expect(await keptStates(room)).toEqual([version.id])

  const [ada, bob] = [await enter(room, 'ada', shortHistory), await enter(room, 'bob', shortHistory)]
  await bob.edit((doc) => doc.getText('text').insert(0, 'today: '))
  const after = describe(bob.doc)
  await bob.ask('versions.restore', { id: version.id })
  await inStep([ada, bob], (doc) => describe(doc) === then, 'both have the old version')
  expect(bob.doc.getMap('later').toJSON()).toEqual({})
  const [safety] = await ada.ask<Version[]>('versions.list', {})
  expect(safety).toMatchObject({ kind: 'automatic', name: null })
  await ada.ask('versions.restore', { id: safety?.id })
  await inStep([ada, bob], (doc) => describe(doc) === after, 'both have what was there before the restore')
  await ada.ask('versions.restore', { id: version.id })
  await inStep([ada, bob], (doc) => describe(doc) === then, 'both have the old version again')
})

test('[VE4] what a restore brings back belongs to whoever wrote it, the restore itself to who asked for it', async () => {
  const room = freshRoom()
  const [early, other] = [await enter(room, 'ada', shortHistory), await enter(room, 'bob', shortHistory)]
  await early.edit((doc) => doc.getText('content').insert(0, 'Ada wrote this. '))
  await inStep([other], (doc) => doc.getText('content').length === 16, 'bob has it')
  await other.edit((doc) => doc.getText('content').insert(4, 'and Bob '))
  const { id } = await other.snapshot()
  await other.edit((doc) => doc.getText('content').delete(0, doc.getText('content').length))
  await early.leave()
  await other.leave()
  await age(room)
  const carl = await enter(room, 'carl', shortHistory)
  for (let n = 0; n < 2; n++) {
    await carl.ask('versions.restore', { id })
    await inStep([carl], (doc) => doc.getText('content').toString() === 'Ada and Bob wrote this. ', 'what there was')
    const { content = [] } = await carl.ask<Record<string, AuthoredRun[]>>('history.blame', {})
    expect(content.map(({ text, by }) => [text, by?.userId])).toEqual([
      ['Ada ', 'ada'],
      ['and Bob ', 'bob'],
      ['wrote this. ', 'ada'],
    ])
    const [newest] = await carl.ask<{ authors: { userId: string }[] }[]>('history.log', {})
    expect(newest?.authors.map(({ userId }) => userId)).toEqual(['carl'])
    await carl.edit((doc) => doc.getText('content').delete(0, 10))
  }
})

test('[VE3] an editor that is bound to a nested type goes on with it when a version is restored that has it', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada', shortHistory)
  const card = new Y.Text('card')
  await ada.edit((doc) => doc.getMap('map').set('card', card))
  const { id } = await ada.snapshot()
  await ada.leave()
  await age(room)
  const bob = await enter(room, 'bob', shortHistory)
  const bound = bob.doc.getMap('map').get('card') as Y.Text
  const heard: unknown[] = []
  bound.observe(({ delta }) => heard.push(delta))
  await bob.edit(() => bound.insert(4, '!'))
  await bob.ask('versions.restore', { id })
  await inStep([bob], () => bound.toString() === 'card', 'the bound type is what it was')
  expect(bob.doc.getMap('map').get('card')).toBe(bound)
  expect(heard).toEqual([
    [{ retain: 4 }, { insert: '!' }],
    [{ retain: 4 }, { delete: 1 }],
  ])
})

test('[VE3] a restore that changes nothing is no edit and makes no version', async () => {
  const room = freshRoom()
  const ada = await enter(room, 'ada', shortHistory)
  await ada.edit((doc) => doc.getText('content').insert(0, 'as it is'))
  const { id } = await ada.snapshot()
  await ada.leave()
  await age(room)
  const bob = await enter(room, 'bob', shortHistory)
  const before = await bob.ask<Version[]>('versions.list', {})
  await bob.ask('versions.restore', { id })
  expect(await bob.ask<Version[]>('versions.list', {})).toEqual(before)
})

type Comparison = {
  texts: { content: { kind: string; text: string; by: { userId: string } | null }[] }
  values: object
}

test('a version older than the history is compared like any other, also with one of its kind', async () => {
  const room = freshRoom()
  const [early, other] = [await enter(room, 'ada', shortHistory), await enter(room, 'bob', shortHistory)]
  await early.edit((doc) => {
    doc.getText('content').insert(0, 'one two three')
    doc.getMap('meta').set('n', 1)
  })
  const first = await early.snapshot()
  await inStep([other], (doc) => doc.getText('content').length === 13, 'bob has it')
  await other.edit((doc) => doc.getText('content').delete(0, 4))
  const second = await other.snapshot()
  await other.edit((doc) => doc.getMap('meta').set('n', 2))
  await early.leave()
  await other.leave()
  await age(room)
  expect((await keptStates(room)).sort()).toEqual([first.id, second.id].sort())
  const carl = await enter(room, 'carl', shortHistory)
  await carl.edit((doc) => doc.getText('content').insert(0, 'new '))
  const words = async (from: string, to?: string) => {
    const { texts, values } = await carl.ask<Comparison>('versions.compare', { from, ...(to && { to }) })
    return [...texts.content.map(({ kind, text, by }) => `${kind} ${text}by ${by?.userId ?? 'nobody'}`), values]
  }
  expect(await words(first.id, second.id)).toEqual([
    'removed one by ada',
    'kept two threeby nobody',
    { meta: { before: { n: 1 }, after: { n: 1 } } },
  ])
  expect(await words(second.id, first.id)).toEqual([
    'added one by ada',
    'kept two threeby nobody',
    { meta: { before: { n: 1 }, after: { n: 1 } } },
  ])
  expect((await words(first.id)).sort()).toEqual(
    [
      'added new by carl',
      'kept two threeby nobody',
      'removed one by ada',
      { meta: { before: { n: 1 }, after: { n: 2 } } },
    ].sort(),
  )
})

test('versions that are made when a room begins to keep a history hold what was there before', async () => {
  const room = freshRoom()
  const silent = roomSettings({ historyMs: 0 })
  const early = await enter(room, 'ada', silent)
  await early.edit((doc) => doc.getText('content').insert(0, 'from before'))
  await early.leave()
  await (await enter(room, 'visitor', silent)).leave()
  const ada = await enter(room, 'ada')
  await inStep([ada], (doc) => doc.getText('content').length === 11, 'what was there')
  await ada.edit((doc) => doc.getText('content').insert(0, 'and '))
  const { id } = await ada.snapshot()
  const text = async () => docOf((await ada.ask<{ state: string }>('versions.get', { id })).state).getText('content')
  expect((await text()).toString()).toBe('and from before')
  await ada.edit((doc) => doc.getText('content').delete(0, 9))
  await ada.leave()
  const bob = await enter(room, 'bob')
  await bob.ask('versions.restore', { id })
  await inStep([bob], (doc) => doc.getText('content').toString() === 'and from before', 'the version')
  const [safety] = await bob.ask<Version[]>('versions.list', {})
  await bob.ask('versions.restore', { id: safety?.id })
  await inStep([bob], (doc) => doc.getText('content').toString() === 'before', 'the way back')
})

const seed = Date.now() % 2 ** 31

test(`[VE3] random edits of three people, folded at random moments: every version is restored exactly, live clients converge (seed ${seed})`, async () => {
  const done = { restores: 0, folds: 0 }
  for (let script = 0; script < 3; script++) {
    const random = prng.create(seed + script)
    const place = `seed ${seed + script}`
    const room = freshRoom()
    const arrive = () => Promise.all(['ada', 'bob', 'carl'].map((name) => enter(room, name, shortHistory)))
    let people: Person[] = await arrive()
    const versions: { readonly id: string; readonly content: string }[] = []
    const content = async (id: string) =>
      describe(docOf((await people[0]?.ask<{ state: string }>('versions.get', { id }))?.state ?? ''))
    const restore = async ({ id, content: expected }: (typeof versions)[number]) => {
      await prng.oneOf(random, people).ask('versions.restore', { id })
      await inStep(people, (doc) => describe(doc) === expected, `${place}: all have ${id}`)
      done.restores += 1
    }
    // A first version of something: what has no default document cannot be named.
    await people[0]?.edit((doc) => doc.getText('text').insert(0, 'begun'))
    for (let step = 0; step < 80; step++) {
      const dice = prng.uint32(random, 0, 99)
      const person = prng.oneOf(random, people)
      if (dice < 75) {
        person.pump()
        prng.oneOf(random, edits)(person.doc, random)
      } else if (dice < 88) {
        await person.ask('history.log', {})
        const { id } = await person.snapshot()
        versions.push({ id, content: await content(id) })
      } else if (dice < 95 && versions.length > 0) {
        const [first] = people
        await inStep(people, (doc) => describe(doc) === describe(first?.doc ?? doc), `${place}: in step`)
        await restore(prng.oneOf(random, versions))
      } else if (dice >= 97) {
        for (const each of people) await each.leave()
        await age(room)
        people = await arrive()
        done.folds += 1
      }
    }
    const [first] = people
    await inStep(people, (doc) => describe(doc) === describe(first?.doc ?? doc), `${place}: in step at last`)
    for (const each of people) await each.leave()
    await age(room)
    people = await arrive()
    done.folds += 1
    for (const version of versions) {
      expect(await content(version.id), place).toBe(version.content)
      await restore(version)
    }
  }
  expect(done.folds).toBeGreaterThan(2)
  expect(done.restores).toBeGreaterThan(10)
}, 120_000)
