/** What somebody may do: the room's default × what they bring along × what was granted × links × bans, live and in single documents. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { type Access, accessLevels, allows } from '@syncforge/protocol/access'
import { DocumentKind, encodeAwarenessMessage } from '@syncforge/protocol/document-frames'
import { defaultAccessLevels, type GrantedAccess, grantedLevels } from '@syncforge/protocol/granted-access'
import { describe, expect, test } from 'vitest'
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import {
  admissionFor,
  freshRoom,
  joinNative,
  openSocket,
  replyOf,
  roomAddress,
  roomOnDisk,
  roomSettings,
  until,
} from '../../test-kit.ts'
import type { Admission, Moderation, ShareLink, Sharing, UserDecision } from '../admission.ts'
import { createRights } from '../record/rights.ts'

type Room = ReturnType<typeof freshRoom>

const proven = (userId: string) => ({ userId, userInfo: {}, verified: true })
const by = { id: 'key_1', address: '192.0.2.1' }
const decide = (room: Room, moderation: Moderation) => replyOf(room.moderate(moderation, roomAddress(), by))
const share = (room: Room, sharing: Sharing) => replyOf(room.share(sharing, roomAddress(), by))
const linkTo = async (room: Room, hash: string, more: Partial<Extract<Sharing, { kind: 'link' }>> = {}) =>
  (await share(room, { kind: 'link', hash, access: 'comment', name: null, expiresAt: null, ...more })) as ShareLink
const textOf = (text: string) => {
  const doc = new Y.Doc()
  doc.getText('t').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}
const closeOf = ({ closed }: { closed: readonly { code: number; reason: string }[] }) =>
  until(() => closed[0], 'the end')
/** What somebody is told at the door, or their access. */
const outcome = async (room: Room, admission: Partial<Admission>) => {
  const { messages, closed, socket } = await openSocket(room, admissionFor(admission))
  socket.send(JSON.stringify({ type: 'hello', body: { userId: 'ada' } }))
  const first = await until(() => messages[0] ?? closed[0], 'an answer')
  if (typeof first !== 'string') return (first as { reason: string }).reason
  const { body, error } = JSON.parse(first) as { body?: { self: { access: string } }; error?: { code: string } }
  return body?.self.access ?? error?.code
}

describe('[GR1] [GR2] [GR3] every default × token × link × grant × owner, for a proven and a claimed person', () => {
  const highest = (...levels: (Access | null)[]): Access | null =>
    accessLevels.findLast((level) => levels.includes(level)) ?? null

  test('gives what the rules say', async () => {
    const wrong: string[] = []
    let tried = 0
    await runInDurableObject(freshRoom(), (_, { storage }) => {
      const { sql } = roomOnDisk(storage)
      for (const defaultAccess of defaultAccessLevels)
        for (const ownerId of [null, 'ada'])
          for (const decided of [null, ...accessLevels]) {
            const rights = createRights(
              sql,
              () => ({ defaultAccess, ownerId }),
              () => {},
            )
            rights.setAccess('ada', decided)
            for (const verified of [true, false])
              for (const access of [null, 'default', ...accessLevels] as const)
                for (const link of [null, ...grantedLevels]) {
                  const got = rights.accessOf({ userId: 'ada', verified }, { access, link })
                  // Said once more in other words than the code's.
                  const isOwner = verified && ownerId === 'ada'
                  const everybody = access === 'default' && defaultAccess !== 'none' ? defaultAccess : null
                  const named = access === null || access === 'default' ? null : access
                  const brings = highest(named === null ? (isOwner ? 'moderate' : everybody) : named, link)
                  const lowered = brings !== null && decided !== null && !allows(decided, brings) ? decided : brings
                  const expected = verified ? (decided ?? brings) : lowered
                  tried += 1
                  if (got !== expected)
                    wrong.push(
                      JSON.stringify({ defaultAccess, ownerId, decided, verified, access, link, got, expected }),
                    )
                }
          }
    })
    expect(wrong).toEqual([])
    expect(tried).toBe(4 * 2 * 5 * 2 * 6 * 4)
  })

  test.each([
    ['nobody in particular, where the room gives nothing', 'none', { access: 'default' }, 'FORBIDDEN'],
    ['nobody in particular, where it gives comment', 'comment', { access: 'default' }, 'comment'],
    [
      'a token for another room, where everybody may write',
      'write',
      { access: null, user: proven('ada') },
      'FORBIDDEN',
    ],
    ['a token that names no rooms', 'read', { access: 'default', user: proven('ada') }, 'read'],
    ['a token that names the room', 'none', { access: 'write', user: proven('ada') }, 'write'],
    ['the owner, whose token names no rooms', 'none', { access: 'default', user: proven('owner') }, 'moderate'],
    ['the owner, whose token says read', 'none', { access: 'read', user: proven('owner') }, 'read'],
    [
      'somebody who claims to be the owner',
      'read',
      { access: 'default', user: { ...proven('owner'), verified: false } },
      'read',
    ],
    ['a link', 'none', { access: null, link: 'good' }, 'comment'],
    ['a link and a token for another room', 'none', { access: null, link: 'good', user: proven('ada') }, 'comment'],
    ['a link and a token that gives more', 'none', { access: 'write', link: 'good', user: proven('ada') }, 'write'],
    ['a link and a token that gives less', 'none', { access: 'read', link: 'good', user: proven('ada') }, 'comment'],
    ['a link nobody made', 'write', { access: null, link: 'made up' }, 'FORBIDDEN'],
    ['a link that is over', 'none', { access: null, link: 'over' }, 'TOKEN_EXPIRED'],
    ['a link that is over and a token', 'none', { access: 'read', link: 'over', user: proven('ada') }, 'read'],
    ['a grant alone', 'none', { access: null, user: proven('granted') }, 'write'],
    [
      'a claim of who has a grant',
      'read',
      { access: 'default', user: { ...proven('granted'), verified: false } },
      'read',
    ],
    ['a grant that lowers, and a link', 'none', { access: 'write', link: 'good', user: proven('lowered') }, 'read'],
    [
      'somebody banned, with a grant and a link',
      'write',
      { access: 'write', link: 'good', user: proven('banned') },
      'BANNED',
    ],
  ] as const)('%s', async (_, defaultAccess, admission, expected) => {
    const room = freshRoom()
    await linkTo(room, 'good')
    await linkTo(room, 'over', { expiresAt: Date.now() - 1 })
    await decide(room, { kind: 'access', userId: 'granted', access: 'write' })
    await decide(room, { kind: 'access', userId: 'lowered', access: 'read' })
    await decide(room, { kind: 'access', userId: 'banned', access: 'moderate' })
    await decide(room, { kind: 'kick', userId: 'banned', claimsOnly: false, ban: { forMs: null } })
    const settings = roomSettings({ defaultAccess, ownerId: 'owner' })
    expect(await outcome(room, { settings, ...admission })).toBe(expected)
    await evictDurableObject(room)
    expect(await outcome(room, { settings, dialect: 'native', ...admission })).toBe(expected)
  })
})

test('[GR2] the default and the owner change for everybody who is here, at once; who has no right left goes, on every dialect', async () => {
  const room = freshRoom()
  const before = roomSettings({ defaultAccess: 'write', ownerId: 'ada', revision: 5 })
  const guest = await joinNative(room, { access: 'default', settings: before })
  const ada = await joinNative(room, { access: 'default', user: proven('ada'), settings: before })
  const bob = await joinNative(room, { access: 'default', user: proven('bob'), settings: before })
  const signed = await joinNative(room, { access: 'read', user: proven('eve'), settings: before })
  const stock = await openSocket(room, admissionFor({ dialect: 'yjs', access: 'default', settings: before }))
  expect([guest, ada, bob, signed].map(({ self }) => self.access)).toEqual(['write', 'moderate', 'write', 'read'])
  await room.configure(roomSettings({ defaultAccess: 'read', ownerId: 'bob', revision: 6 }))
  const told = async ({ events }: typeof ada, nth: number) =>
    (await until(() => events('session.changed')[nth], 'the change')).body
  expect([await told(guest, 0), await told(ada, 0), await told(bob, 0)]).toEqual([
    { access: 'read' },
    { access: 'read' },
    { access: 'moderate' },
  ])
  // What another part of the edge still remembers changes nothing back.
  await joinNative(room, { access: 'read', user: proven('late'), settings: before })
  await room.configure(roomSettings({ defaultAccess: 'none', ownerId: 'bob', revision: 7 }))
  for (const gone of [guest, ada, stock]) expect(await closeOf(gone)).toEqual({ code: 4403, reason: 'FORBIDDEN' })
  expect([bob.closed, signed.closed, signed.events('session.changed')]).toEqual([[], [], []])
  expect(guest.messages.some((message) => typeof message === 'string' && message.includes('session.ended'))).toBe(true)
})

describe('[GR4] in a single document', () => {
  const awarenessIn = (name: string) => {
    const mine = new Awareness(new Y.Doc())
    mine.setLocalState({ caret: 1 })
    const bytes = encodeAwarenessMessage({ name, update: encodeAwarenessUpdate(mine, [mine.clientID]) })
    mine.destroy()
    return bytes as Uint8Array<ArrayBuffer>
  }

  test('a viewer of one document edits the others, and an editor of one reads the others: edits, awareness, seeds, versions', async () => {
    const room = freshRoom()
    const viewer = await joinNative(room, { access: 'write', user: proven('viewer') })
    const editor = await joinNative(room, { access: 'read', user: proven('editor') })
    await decide(room, { kind: 'access', userId: 'viewer', documents: { plan: 'read' } })
    await decide(room, { kind: 'access', userId: 'editor', documents: { plan: 'write' } })
    expect((await until(() => viewer.events('session.changed')[0], 'the change')).body).toEqual({
      access: 'write',
      documents: { plan: 'read' },
    })
    for (const [person, mayWrite, mayNot] of [
      [viewer, 'notes', 'plan'],
      [editor, 'plan', 'notes'],
    ] as const) {
      const taken = person.update(textOf('mine'), mayWrite)
      await until(() => person.acked() === taken, 'the ack')
      const refused = person.update(textOf('not mine'), mayNot)
      const refusal = await until(() => person.documentMessages(DocumentKind.refused)[0], 'the refusal')
      expect(refusal).toMatchObject({ name: mayNot, seq: refused, code: 'FORBIDDEN' })
      person.socket.send(awarenessIn(mayNot))
      await until(() => person.errors().length === 1, 'the refusal of the caret')
      expect(person.errors()[0]?.error).toMatchObject({ code: 'FORBIDDEN', details: { document: mayNot } })
      person.socket.send(awarenessIn(mayWrite))
      const update = btoa(String.fromCharCode(...textOf('seed')))
      const denied = { error: { code: 'FORBIDDEN' } }
      expect(await person.ask('documents.seedClaim', { document: mayNot })).not.toMatchObject({
        body: { state: 'claimed' },
      })
      expect(await person.ask('documents.seedCommit', { document: mayNot, lease: 'x', update })).toMatchObject(denied)
      expect(await person.ask('versions.create', { document: mayNot, name: 'v' })).toMatchObject(denied)
      expect(await person.ask('versions.create', { document: mayWrite, name: 'v' })).toMatchObject({
        body: { name: 'v' },
      })
      expect(person.errors().length).toBe(3)
    }
    const named = async (document: string) =>
      (
        (await replyOf(
          room.ask(
            'versions.list',
            { document },
            {
              ...roomAddress(),
              requestId: 'req_1',
              user: { userId: 'r', userInfo: { name: 'r', color: '#000' }, verified: true },
              access: 'read',
            },
          ),
        )) as { id: string }[]
      )[0]?.id
    const [plan, notes] = [await named('plan'), await named('notes')]
    expect(await viewer.ask('versions.restore', { id: plan })).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await viewer.ask('versions.restore', { id: notes })).toMatchObject({ body: {} })
    expect(await editor.ask('versions.restore', { id: plan })).toMatchObject({ body: {} })
    expect(await editor.ask('versions.restore', { id: notes })).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })

  test('a stock client may write only where its person may; it stays, also after a cold wake, and obeys at once', async () => {
    const room = freshRoom()
    await decide(room, { kind: 'access', userId: 'bob', access: 'read', documents: { plan: 'write' } })
    const stockIn = (document: string) =>
      openSocket(room, admissionFor({ dialect: 'yjs', document, access: null, user: proven('bob') }))
    const plan = await stockIn('plan')
    const other = await stockIn('other')
    /** y-websocket: sync message, update. */
    const write = ({ socket }: typeof plan, text: string) => {
      const update = textOf(text)
      socket.send(Uint8Array.from([0, 2, update.length, ...update]))
    }
    const read = async (name: string) =>
      (await replyOf(
        room.ask(
          'documents.read',
          { name, format: 'text' },
          {
            ...roomAddress(),
            requestId: 'req_1',
            user: { userId: 'r', userInfo: { name: 'r', color: '#000' }, verified: true },
            access: 'read',
          },
        ),
      ).catch((error: { code: string }) => error.code)) as { content: string } | string
    const isDenied = (message: string | ArrayBuffer) => typeof message !== 'string' && new Uint8Array(message)[0] === 2
    write(plan, 'yes')
    write(other, 'no')
    await until(() => other.messages.some(isDenied), 'permission denied')
    expect([await read('plan'), await read('other')]).toEqual([{ format: 'text', content: 'yes' }, 'NOT_FOUND'])
    await evictDurableObject(room)
    write(plan, 'again ')
    const isThere = async () => ((await read('plan')) as { content: string }).content.includes('again')
    for (const endsAt = Date.now() + 10_000; !(await isThere()) && Date.now() < endsAt; ) await scheduler.wait(5)
    await decide(room, { kind: 'access', userId: 'bob', documents: { plan: 'read' } })
    write(plan, 'too late')
    await until(() => plan.messages.some(isDenied), 'permission denied')
    const { content } = (await read('plan')) as { content: string }
    expect([content.includes('again'), content.includes('too late')]).toEqual([true, false])
    expect([plan.closed, other.closed]).toEqual([[], []])
  })

  test('raises nobody who only claims the id, lowers them as well, and lets nobody in by itself', async () => {
    const room = freshRoom()
    const named: [string, GrantedAccess][] = [
      ['up', 'write'],
      ['down', 'read'],
      ['constructor', 'read'],
    ]
    const levels = Object.fromEntries(named)
    await decide(room, { kind: 'access', userId: 'ada', documents: levels })
    expect(await outcome(room, { access: null, user: proven('ada') })).toBe('FORBIDDEN')
    const claim = await joinNative(room, { access: 'comment', hello: { userId: 'ada' } })
    expect(claim.self).toMatchObject({ access: 'comment', documents: { down: 'read', constructor: 'read' } })
    expect(Object.keys(claim.self.documents ?? {})).not.toContain('up')
    const other = await joinNative(room, { access: 'write', user: proven('bob') })
    const seq = other.update(textOf('x'), 'constructor')
    await until(() => other.acked() === seq, 'the ack')
  })

  test('levels are changed one by one, bounded, and gone when they are taken back', async () => {
    const room = freshRoom()
    const held = async () => (await replyOf(room.decision('ada', roomAddress()))) as UserDecision
    await decide(room, { kind: 'access', userId: 'ada', access: 'read', documents: { a: 'write', b: 'comment' } })
    await decide(room, { kind: 'access', userId: 'ada', documents: { a: null, c: 'read' } })
    expect(await held()).toMatchObject({ access: 'read', documents: { b: 'comment', c: 'read' } })
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i): [string, GrantedAccess] => [`d${i}`, 'read']))
    await expect(decide(room, { kind: 'access', userId: 'ada', documents: many })).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    })
    await decide(room, { kind: 'access', userId: 'ada', access: null, documents: { b: null, c: null } })
    expect(await replyOf(room.decisions(null, 10, roomAddress()))).toEqual([])
  })
})

test('[GR5] a revoked link, and one that ends, are lost at once by who came with them; a token of their own remains', async () => {
  const room = freshRoom()
  const { id } = await linkTo(room, 'one', { access: 'write', name: 'For the class' })
  await linkTo(room, 'two', { access: 'write' })
  const guest = await joinNative(room, { access: null, link: 'one' })
  const other = await joinNative(room, { access: null, link: 'two' })
  const raised = await joinNative(room, { access: 'read', link: 'one', user: proven('ada') })
  const stock = await openSocket(room, admissionFor({ dialect: 'yjs', access: null, link: 'one' }))
  expect([guest.self.access, raised.self.access]).toEqual(['write', 'write'])
  expect(await replyOf(room.shared(roomAddress()))).toMatchObject({
    links: [{ id, name: 'For the class', access: 'write', expiresAt: null }, { name: null }],
    shares: [],
  })
  await evictDurableObject(room)
  await share(room, { kind: 'unlink', id })
  expect(await closeOf(guest)).toEqual({ code: 4403, reason: 'FORBIDDEN' })
  expect(await closeOf(stock)).toEqual({ code: 4403, reason: 'FORBIDDEN' })
  expect((await until(() => raised.events('session.changed')[0], 'the change')).body).toEqual({ access: 'read' })
  expect(other.closed).toEqual([])
  await expect(share(room, { kind: 'unlink', id })).rejects.toMatchObject({ code: 'NOT_FOUND' })

  await linkTo(room, 'short', { access: 'write', expiresAt: Date.now() + 700 })
  const brief = await joinNative(room, { access: null, link: 'short' })
  const longer = await joinNative(room, { access: 'write', link: 'short', user: proven('bob') })
  expect(longer.welcome.session.expiresAt).toBeNull()
  expect((await closeOf(brief)).code).toBe(4501)
  expect(await outcome(room, { access: null, link: 'short' })).toBe('TOKEN_EXPIRED')
  expect(longer.closed).toEqual([])
})

test('[GR6] a share waits for who proves the address, becomes their grant, once, and is told to the log', async () => {
  const room = freshRoom()
  await share(room, { kind: 'share', email: 'ada@example.com', access: 'read' })
  const { id } = (await share(room, { kind: 'share', email: 'ada@example.com', access: 'comment' })) as { id: string }
  await share(room, { kind: 'share', email: 'bob@example.com', access: 'write' })
  expect(await replyOf(room.shared(roomAddress()))).toMatchObject({
    links: [],
    shares: [{ id, email: 'ada@example.com', access: 'comment' }, { email: 'bob@example.com' }],
  })
  const asks = { access: null, email: 'ada@example.com' }
  expect(await outcome(room, { ...asks, user: { ...proven('eve'), verified: false } })).toBe('FORBIDDEN')
  const early = await joinNative(room, { access: 'read', user: proven('ada') })
  expect(await outcome(room, { ...asks, user: proven('ada') })).toBe('comment')
  expect((await until(() => early.events('session.changed')[0], 'the grant')).body).toEqual({ access: 'comment' })
  expect(await outcome(room, { ...asks, user: proven('eve') })).toBe('FORBIDDEN')
  expect(await outcome(room, { ...asks, email: null, user: proven('ada') })).toBe('comment')
  const { shares } = (await replyOf(room.shared(roomAddress()))) as { shares: { id: string }[] }
  await share(room, { kind: 'unshare', id: shares[0]?.id ?? '' })
  expect(await outcome(room, { access: null, email: 'bob@example.com', user: proven('bob') })).toBe('FORBIDDEN')
  const facts = await runInDurableObject(room, (_, { storage }) =>
    storage.sql
      .exec<{ body: string }>("SELECT body FROM room_fact WHERE kind = 'right.changed' ORDER BY sequence")
      .toArray()
      .map(({ body }) => JSON.parse(body) as { right: string; id: string; value: object | null; by: string }),
  )
  expect(facts.map(({ right, value, by: actor }) => [right, value === null, actor])).toEqual([
    ['share', false, 'key_1'],
    ['share', false, 'key_1'],
    ['share', false, 'key_1'],
    ['share', true, 'ada'],
    ['grant', false, 'ada'],
    ['share', true, 'key_1'],
  ])
  expect(facts[4]).toMatchObject({ id: 'ada', value: { access: 'comment', documents: {}, ban: null } })
})

test('links and shares of a room are bounded', async () => {
  const room = freshRoom()
  for (let i = 0; i < 100; i++) await linkTo(room, `link ${i}`)
  await expect(linkTo(room, 'one more')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  for (let i = 0; i < 500; i++) await share(room, { kind: 'share', email: `${i}@example.com`, access: 'read' })
  const more: Sharing = { kind: 'share', email: 'more@example.com', access: 'read' }
  await expect(share(room, more)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  await share(room, { kind: 'share', email: '0@example.com', access: 'write' })
})
