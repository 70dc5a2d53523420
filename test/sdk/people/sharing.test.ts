/** [BEY-9] [CONV-1] [CONV-6] Who may do what: defaults, owners, grants in documents and share links, by REST, for the SDK and for stock Yjs clients. */
import { describe, expect, test } from 'vitest'
import { makeShareLink } from '../../../workers/edge/auth/share-links.ts'
import { otherOrganization } from '../../kit/database.ts'
import { developmentOrganization, headersOf } from '../../kit/members.ts'
import { developmentKeys } from '../../kit/server.ts'
import { sharedServer } from '../../kit/shared-server.ts'
import { createRoom, createToken, enter, freshRoomId, provide, rest, textOf, until } from '../kit.ts'

const server = sharedServer()

const decide = async (method: string, path: string, body?: object) => {
  const answer = await rest(server, path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  return answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>)
}
const refusal = (method: string, path: string, body?: object) =>
  decide(method, path, body).then(
    () => 'taken',
    (error: Error) => /"code":"([A-Z_]+)"/.exec(error.message)?.[1],
  )
interface Link {
  readonly id: string
  readonly token: string
  readonly url: string
}
const linkTo = async (id: string, body: object) => (await decide('POST', `/rooms/${id}/links`, body)) as unknown as Link
const withToken = (token: string) => ({ authEndpoint: async () => ({ token }) })
const signed = async (userId: string, grants: Record<string, string[]>) =>
  withToken(await createToken(server, userId, grants))
const refused = (joining: Promise<unknown>) =>
  joining.then(
    () => 'let in',
    ({ code }: { code: string }) => code,
  )
const contentOf = async (id: string, name = 'default') =>
  (await rest(server, `/rooms/${id}/document?format=text&name=${name}`)).text()

describe('what people may do without a grant', () => {
  test('is what the room says, for publishable keys and for tokens that name no rooms, and changes for open sockets', async () => {
    const id = freshRoomId('default')
    const made = (await (await createRoom(server, { id, defaultAccess: 'comment', ownerId: 'olga' })).json()) as object
    expect(made).toMatchObject({ access: 'public', defaultAccess: 'comment', ownerId: 'olga' })
    const open = async (userId: string) => {
      const { token } = (await decide('POST', '/tokens', { userId })) as { token: string }
      return enter(server.wsUrl, id, {}, withToken(token))
    }
    const [guest, bob, olga] = [await enter(server.wsUrl, id), await open('bob'), await open('olga')]
    expect([guest, bob, olga].map(({ room }) => room.access.get())).toEqual(['comment', 'comment', 'moderate'])
    const stock = provide(server.wsUrl, id)
    await until('the stock client is in', () => stock.provider.synced)
    stock.text.insert(0, 'refused')
    textOf(olga.room).insert(0, 'taken')
    await olga.room.flush()
    expect(await contentOf(id)).toBe('taken')

    expect(await decide('PATCH', `/rooms/${id}`, { access: 'public' })).toMatchObject({ defaultAccess: 'comment' })
    await decide('PATCH', `/rooms/${id}`, { defaultAccess: 'write', ownerId: 'bob' })
    await until('everybody knows', () => guest.room.access.get() === 'write' && bob.room.access.get() === 'moderate')
    await until('the owner of before knows', () => olga.room.access.get() === 'write')
    expect(await decide('PATCH', `/rooms/${id}`, { access: 'private' })).toMatchObject({
      access: 'private',
      defaultAccess: 'none',
      ownerId: 'bob',
    })
    await until('who has nothing left is out', () => guest.room.status.get() === 'disconnected')
    expect(guest.errors.at(-1)?.code).toBe('FORBIDDEN')
    await until('the stock client stops', () => !stock.provider.shouldConnect || !stock.provider.wsconnected)
    expect(bob.room.status.get()).toBe('connected')
    expect(await refused(enter(server.wsUrl, id))).toBe('FORBIDDEN')
    expect(await refusal('PATCH', `/rooms/${id}`, { access: 'public', defaultAccess: 'none' })).toBe('VALIDATION_ERROR')
    expect(await refusal('POST', '/rooms', { access: 'private', defaultAccess: 'read' })).toBe('VALIDATION_ERROR')
  })

  test('who makes a room by joining it owns it, and has what their token says', async () => {
    const id = freshRoomId('made')
    const ada = await enter(server.wsUrl, id, {}, await signed('ada', { [id]: ['write'] }))
    expect(ada.room.access.get()).toBe('write')
    expect(await decide('GET', `/rooms/${id}`)).toMatchObject({
      ownerId: 'ada',
      access: 'private',
      defaultAccess: 'none',
    })
    const { token } = (await decide('POST', '/tokens', { userId: 'ada' })) as { token: string }
    const again = await enter(server.wsUrl, id, {}, withToken(token))
    expect(again.room.access.get()).toBe('moderate')
    const { token: other } = (await decide('POST', '/tokens', { userId: 'eve' })) as { token: string }
    expect(await refused(enter(server.wsUrl, id, {}, withToken(other)))).toBe('FORBIDDEN')
  })
})

describe('[CONV-1] grants', () => {
  test('in single documents hold for the SDK and stock clients, at once, both ways', async () => {
    const id = freshRoomId('documents')
    await createRoom(server, { id })
    const token = await createToken(server, 'bob', { [id]: ['read'] })
    const bob = await enter(server.wsUrl, id, {}, withToken(token))
    const [plan, notes] = [textOf(bob.room, 'plan'), textOf(bob.room, 'notes')]
    const stock = provide(server.wsUrl, `${id}/plan`, token)
    await until('both documents are here', () => stock.provider.synced)
    await bob.room.getDocument('plan').whenSynced
    await decide('PATCH', `/rooms/${id}/participants/bob`, { documents: { plan: 'write' } })
    await until('bob may write', () => {
      plan.insert(0, '')
      return bob.room.access.get() === 'read'
    })
    const seen: unknown[] = []
    const watcher = await enter(server.wsUrl, id, {}, await signed('watcher', { [id]: ['write'] }))
    watcher.room
      .getAwareness('plan')
      .on('change', () => seen.push(...watcher.room.getAwareness('plan').getStates().values()))
    await expect
      .poll(
        async () => {
          stock.text.insert(0, 's')
          return contentOf(id, 'plan').catch(() => '')
        },
        { timeout: 10_000 },
      )
      .toContain('s')
    await until('the edit of the stock client', () => plan.toString().includes('s'))
    plan.insert(0, 'from the SDK ')
    await bob.room.flush()
    expect(await contentOf(id, 'plan')).toContain('from the SDK')
    bob.room.getAwareness('plan').setLocalState({ caret: 'shown' })
    await until('the caret', () => JSON.stringify(seen).includes('shown'))
    notes.insert(0, 'no')
    await expect(bob.room.flush()).rejects.toMatchObject({ code: 'FORBIDDEN' })

    expect(await decide('GET', `/rooms/${id}/grants`)).toEqual({
      grants: [{ userId: 'bob', access: null, documents: { plan: 'write' }, ban: null, claimsBan: null }],
      nextCursor: null,
    })
    await decide('PATCH', `/rooms/${id}/participants/bob`, { access: 'write', documents: { plan: 'read' } })
    await until('bob may write elsewhere', () => bob.room.access.get() === 'write')
    const before = await contentOf(id, 'plan')
    stock.text.insert(0, 'too late ')
    plan.insert(0, 'too late ')
    await until('it is refused', () => bob.room.refused.get().length > 0)
    expect(await contentOf(id, 'plan')).toBe(before)
  })

  test('let a proven person in whose token is for other rooms, nobody who claims the id; are listed in pages and taken back', async () => {
    const id = freshRoomId('granted')
    await createRoom(server, { id })
    const access = await signed('carl', { elsewhere: ['write'] })
    expect(await refused(enter(server.wsUrl, id, {}, access))).toBe('FORBIDDEN')
    for (const userId of ['anna', 'bert', 'carl'])
      await decide('PATCH', `/rooms/${id}/participants/${userId}`, { access: 'comment' })
    const carl = await enter(server.wsUrl, id, {}, access)
    expect(carl.room.access.get()).toBe('comment')
    expect(await refused(enter(server.wsUrl, id, { userId: 'carl' }))).toBe('FORBIDDEN')
    const first = (await decide('GET', `/rooms/${id}/grants?limit=2`)) as {
      grants: { userId: string }[]
      nextCursor: string
    }
    expect([first.grants.map(({ userId }) => userId), first.nextCursor]).toEqual([['anna', 'bert'], 'bert'])
    expect(await decide('GET', `/rooms/${id}/grants?limit=2&cursor=bert`)).toMatchObject({
      grants: [{ userId: 'carl', access: 'comment' }],
      nextCursor: null,
    })
    await decide('PATCH', `/rooms/${id}/participants/carl`, { access: null })
    await until('carl is out', () => carl.room.status.get() === 'disconnected')
    expect(await refusal('PATCH', `/rooms/${id}/participants/carl`, {})).toBe('VALIDATION_ERROR')
    for (const documents of [{ plan: 'moderate' }, { 'no name!': 'read' }, { ['x'.repeat(129)]: 'read' }])
      expect(await refusal('PATCH', `/rooms/${id}/participants/carl`, { documents })).toBe('VALIDATION_ERROR')
  })
})

describe('[CONV-6] share links', () => {
  test('let somebody in on every dialect, raise who has a token, and are lost at once when they are revoked', async () => {
    const id = freshRoomId('link')
    await createRoom(server, { id })
    const link = await linkTo(id, { access: 'write', name: 'For the class' })
    expect(link.token).toMatch(/^sl_org_dev\.[\w-]{24}\.[\w-]{43}$/)
    expect(link.url).toBe(`${server.url}/examples/editor?room=${id}#link=${link.token}`)
    expect(await decide('GET', `/rooms/${id}/links`)).toEqual({
      links: [{ id: link.id, name: 'For the class', access: 'write', expiresAt: null, createdAt: expect.any(Number) }],
    })
    const guest = await enter(server.wsUrl, id, { userId: 'somebody' }, { apiKey: link.token })
    expect(guest.room.self).toMatchObject({ userId: 'somebody', verified: false, access: 'write' })
    const stock = provide(server.wsUrl, id, link.token)
    stock.text.insert(0, 'by link')
    await until('the edit', () => textOf(guest.room).toString() === 'by link')
    const reader = await createToken(server, 'ada', { [id]: ['read'] })
    const ada = await enter(server.wsUrl, id, {}, withToken(`${reader},${link.token}`))
    expect(ada.room.self).toMatchObject({ userId: 'ada', verified: true, access: 'write' })
    const keyed = await enter(server.wsUrl, id, {}, { apiKey: `${developmentKeys.publishable},${link.token}` })
    expect(keyed.room.access.get()).toBe('write')

    await decide('DELETE', `/rooms/${id}/links/${link.id}`)
    await until('the guest is out', () => guest.room.status.get() === 'disconnected')
    await until('the stock client is out', () => !stock.provider.wsconnected)
    await until('ada reads', () => ada.room.access.get() === 'read')
    await until('who has the publishable key beside it is out', () => keyed.room.status.get() === 'disconnected')
    for (const { errors } of [guest, keyed]) expect(errors.map(({ code }) => code)).toEqual(['FORBIDDEN'])
    expect(await refused(enter(server.wsUrl, id, {}, { apiKey: link.token }))).toBe('FORBIDDEN')
    expect(await refusal('DELETE', `/rooms/${id}/links/${link.id}`)).toBe('NOT_FOUND')
  })

  test('end when they say so, for who is in the room too', async () => {
    const id = freshRoomId('brief')
    await createRoom(server, { id })
    const brief = await linkTo(id, { access: 'comment', expiresAt: Date.now() + 2_500 })
    const guest = await enter(server.wsUrl, id, {}, { apiKey: brief.token })
    await until('it is over', () => guest.room.status.get() === 'disconnected')
    expect(guest.errors.at(-1)?.code).toBe('TOKEN_EXPIRED')
    expect(await refusal('POST', `/rooms/${id}/links`, { access: 'read', expiresAt: Date.now() - 1 })).toBe(
      'VALIDATION_ERROR',
    )
    for (const wrong of [
      {},
      { access: 'moderate' },
      { access: 'read', page: 'javascript:alert(1)' },
      { access: 'read', page: 'https://a.example/#x' },
    ])
      expect(await refusal('POST', `/rooms/${id}/links`, wrong)).toBe('VALIDATION_ERROR')
  })

  test('of a deleted room, of another room, of a room made anew, made up or of another organization open nothing', async () => {
    const id = freshRoomId('gone')
    await createRoom(server, { id })
    const { token } = await linkTo(id, { access: 'write' })
    const other = freshRoomId('other')
    await createRoom(server, { id: other })
    expect(await refused(enter(server.wsUrl, other, {}, { apiKey: token }))).toBe('UNAUTHORIZED')
    await decide('DELETE', `/rooms/${id}`)
    expect(await refused(enter(server.wsUrl, id, {}, { apiKey: token }))).toBe('ROOM_DELETED')
    await createRoom(server, { id })
    expect(await refused(enter(server.wsUrl, id, {}, { apiKey: token }))).toBe('FORBIDDEN')
    const fresh = await linkTo(id, { access: 'write' })
    const altered = fresh.token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const foreign = await makeShareLink('another secret', 'org_dev', id)
    for (const shown of [
      altered,
      foreign.token,
      'sl_',
      `sl_${otherOrganization.id}.${'a'.repeat(24)}.${'b'.repeat(43)}`,
    ])
      expect(await refused(enter(server.wsUrl, id, {}, { apiKey: shown }))).toBe('UNAUTHORIZED')
    const reader = await createToken(server, 'ada', { [id]: ['read'] })
    for (const shown of [`${fresh.token},${fresh.token}`, `${reader},${reader}`, `${reader},${altered}`])
      expect(await refused(enter(server.wsUrl, id, {}, withToken(shown)))).toBe('UNAUTHORIZED')
  })

  test('guesses wake no room and are answered ever later', async () => {
    const id = freshRoomId('guessed')
    await createRoom(server, { id })
    const waits: number[] = []
    for (let i = 0; i < 3; i++) {
      const startedAt = performance.now()
      const socket = new WebSocket(`${server.wsUrl}/yjs/${id}?token=sl_org_dev.${'g'.repeat(24)}.${'h'.repeat(43)}`)
      await new Promise((resolve) => socket.addEventListener('close', resolve))
      waits.push(performance.now() - startedAt)
    }
    expect(waits[2]).toBeGreaterThan(900)
  })
})

describe('[CONV-6] a share by e-mail', () => {
  const mailsTo = async (to: string) => {
    const answer = await fetch(`${server.url}/dev/outbox?to=${encodeURIComponent(to)}`, {
      headers: { accept: 'application/json' },
    })
    return (await answer.json()) as { to: string; subject: string; text: string; links: string[] }[]
  }
  const tokenFor = async (body: object) => ((await decide('POST', '/tokens', body)) as { token: string }).token

  test('sends a mail, waits for who proves the address, and is a grant from then on', async () => {
    const id = freshRoomId('mailed')
    const email = `ada.${id}@example.com`
    await createRoom(server, { id })
    const page = 'https://app.example.com/plan'
    const made = await decide('POST', `/rooms/${id}/shares`, { email: email.toUpperCase(), access: 'comment', page })
    expect(made).toEqual({
      id: expect.stringMatching(/^share_/),
      email,
      access: 'comment',
      createdAt: expect.any(Number),
      mailed: true,
    })
    const [mail] = await mailsTo(email)
    expect(mail).toMatchObject({ to: email, subject: expect.stringContaining(id), links: [page] })
    const { mailed: _, ...waiting } = made as { mailed: boolean }
    expect(await decide('GET', `/rooms/${id}/shares`)).toEqual({ shares: [waiting] })

    const claims = { userId: 'eve', userInfo: { email } }
    expect(await refused(enter(server.wsUrl, id, {}, withToken(await tokenFor(claims))))).toBe('FORBIDDEN')
    expect(await refused(enter(server.wsUrl, id, { userId: 'ada', userInfo: { email } }))).toBe('FORBIDDEN')
    const token = await tokenFor({ userId: 'ada', email: email.replace('ada', 'Ada') })
    const ada = await enter(server.wsUrl, id, {}, withToken(token))
    expect(ada.room.access.get()).toBe('comment')
    expect(await decide('GET', `/rooms/${id}/shares`)).toEqual({ shares: [] })
    expect(await decide('GET', `/rooms/${id}/grants`)).toMatchObject({ grants: [{ userId: 'ada', access: 'comment' }] })
    const later = await enter(server.wsUrl, id, {}, withToken(await tokenFor({ userId: 'ada' })))
    expect(later.room.access.get()).toBe('comment')
    expect(await refused(enter(server.wsUrl, id, {}, withToken(await tokenFor({ userId: 'eve', email }))))).toBe(
      'FORBIDDEN',
    )
  })

  test('is taken back before anybody has come, and mails nobody without end', async () => {
    const id = freshRoomId('unshared')
    const email = `bob.${id}@example.com`
    await createRoom(server, { id })
    const { id: shareId } = (await decide('POST', `/rooms/${id}/shares`, { email, access: 'write' })) as { id: string }
    await decide('DELETE', `/rooms/${id}/shares/${shareId}`)
    expect(await refusal('DELETE', `/rooms/${id}/shares/${shareId}`)).toBe('NOT_FOUND')
    expect(await refused(enter(server.wsUrl, id, {}, withToken(await tokenFor({ userId: 'bob', email }))))).toBe(
      'FORBIDDEN',
    )
    for (let i = 1; i < 10; i++) await decide('POST', `/rooms/${id}/shares`, { email, access: 'read' })
    expect(await refusal('POST', `/rooms/${id}/shares`, { email, access: 'read' })).toBe('RATE_LIMITED')
    expect((await mailsTo(email)).length).toBe(10)
    for (const wrong of [{ email: 'nobody' }, { email, access: 'god' }, { email, access: 'read', page: 'ftp://x' }])
      expect(await refusal('POST', `/rooms/${id}/shares`, wrong)).toBe('VALIDATION_ERROR')
  })
})

test('[BEY-9] what was decided is told to Postgres: a person’s rooms in one list, and who did it in the log', async () => {
  const rooms = [freshRoomId('told-a'), freshRoomId('told-b')]
  const [first = '', second = ''] = rooms
  const userId = `told.${first}`
  for (const id of rooms) await createRoom(server, { id })
  await decide('PATCH', `/rooms/${first}/participants/${userId}`, { access: 'write' })
  await decide('PATCH', `/rooms/${first}/participants/${userId}`, { access: 'read', documents: { plan: 'write' } })
  await decide('PATCH', `/rooms/${second}/participants/${userId}`, { access: 'read' })
  const link = await linkTo(first, { access: 'read' })
  await decide('DELETE', `/rooms/${first}/links/${link.id}`)
  const listed = (query = '') => decide('GET', `/users/${userId}/grants${query}`)
  const held = { ban: null, claimsBan: null }
  await expect
    .poll(() => listed(), { timeout: 15_000 })
    .toEqual({
      grants: [
        { roomId: first, access: 'read', documents: { plan: 'write' }, ...held },
        { roomId: second, access: 'read', documents: {}, ...held },
      ],
      nextCursor: null,
    })
  expect(await listed(`?limit=1`)).toMatchObject({ grants: [{ roomId: first }], nextCursor: first })
  expect(await listed(`?cursor=${first}`)).toMatchObject({ grants: [{ roomId: second }], nextCursor: null })
  await decide('PATCH', `/rooms/${second}/participants/${userId}`, { access: null })
  await expect.poll(async () => JSON.stringify(await listed()), { timeout: 15_000 }).not.toContain(second)

  const log = async (subject: string) => {
    const headers = await headersOf(server, 'owner')
    const path = `/api/v1/organizations/${developmentOrganization}/audit-log?subject=${subject}`
    const { entries } = (await (await fetch(`${server.url}${path}`, { headers })).json()) as {
      entries: { act: string; actor: unknown; address: unknown; before: object; after: object }[]
    }
    return entries
  }
  const acts = await log(userId)
  expect(acts.map(({ act }) => act).sort()).toEqual([
    'room_grants.delete',
    'room_grants.insert',
    'room_grants.insert',
    'room_grants.update',
  ])
  const update = acts.find(({ act }) => act === 'room_grants.update')
  expect(update).toMatchObject({
    before: { room_id: first, access: 'write' },
    after: { room_id: first, access: 'read', documents: { plan: 'write' } },
  })
  expect(JSON.stringify(update)).toContain('key_dev_secret')
  await expect
    .poll(async () => (await log(link.id)).map(({ act }) => act).sort(), { timeout: 15_000 })
    .toEqual(['room_links.delete', 'room_links.insert'])
  expect(JSON.stringify(await log(link.id))).not.toContain(link.token)
})
