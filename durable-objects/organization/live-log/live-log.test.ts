/** The live log beside real rooms: what is shown to whom, what is kept through a sleep, and how much. */
import { evictDurableObject, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { createId } from '@syncforge/protocol/ids'
import { expect, test } from 'vitest'
import type { LogNews } from '../../../telemetry/live-log.ts'
import { roomObjectName } from '../../room/admission.ts'
import { joinNative, roomSettings, until } from '../../test-kit.ts'
import { type LogLine, type LogMessage, type OrganizationAdmission, organizationAdmissionHeader } from '../admission.ts'
import type { Organization } from '../organization.ts'

const freshOrganization = () => {
  const organizationId = createId('org')
  const object = () => env.ORGANIZATION.getByName(organizationId)
  return {
    organizationId,
    object,
    join: (
      roomId: string,
      userId: string,
      persistence: 'durable' | 'memory' = 'durable',
      userInfo = { name: userId },
    ) =>
      joinNative(env.ROOM.getByName(roomObjectName(organizationId, roomId)), {
        organizationId,
        roomId,
        hello: { userId, userInfo },
        settings: roomSettings({ graceMs: 0, persistence }),
      }),
    tell: (lines: readonly LogNews[], leftOut = 0) => object().tellLog(organizationId, { lines, leftOut }),
    async watch(after = 0, acts = true) {
      const admission: OrganizationAdmission = {
        requestId: createId('req'),
        organizationId,
        callerId: 'usr_watcher',
        roomId: null,
        log: { after, acts },
        expiresAt: Date.now() + 600_000,
      }
      const headers = { upgrade: 'websocket', [organizationAdmissionHeader]: JSON.stringify(admission) }
      const { webSocket: socket } = await object().fetch('http://organization/', { headers })
      if (socket === null) throw new Error('no socket')
      const messages: LogMessage[] = []
      socket.addEventListener('message', ({ data }) => void messages.push(JSON.parse(String(data)) as LogMessage))
      socket.accept()
      await until(() => messages[0], 'the first message')
      return { messages, lines: (): LogLine[] => messages.flatMap(({ body }) => [...body.lines]) }
    },
    rows: () =>
      runInDurableObject(object(), (_: Organization, { storage }) =>
        storage.sql.exec<{ line: string }>('SELECT line FROM organization_log ORDER BY sequence').toArray(),
      ),
  }
}

const news = (what: string, kind: LogNews['kind'] = 'refusal'): LogNews => ({
  at: Date.now(),
  kind,
  roomId: 'a',
  who: 'ada',
  what,
  requestId: null,
})
const short = ({ kind, roomId, who, what }: LogLine) => [kind, roomId, who ?? what].join(' ')

test('who comes and goes is shown as it happens, and to whoever looks later, also after a sleep', async () => {
  const { join, watch, object } = freshOrganization()
  const watcher = await watch()
  const ada = await join('a', 'ada')
  await until(() => watcher.lines().length === 1, 'the join')
  ada.socket.close(1000)
  await until(() => watcher.lines().length === 2, 'the leave')
  expect(watcher.lines().map(short)).toEqual(['join a ada', 'leave a ada'])
  await evictDurableObject(object())
  expect((await watch()).lines().map(short)).toEqual(['join a ada', 'leave a ada'])
})

test('[LL1] what is told twice is one line; a reconnect gets what it lacks and no more', async () => {
  const { tell, watch } = freshOrganization()
  const once = { ...news('act', 'act'), id: 'act-1' }
  await tell([once, news('first')])
  await tell([once])
  const before = (await watch()).lines()
  expect(before.map(({ what }) => what)).toEqual(['act', 'first'])
  await tell([news('second')])
  const last = before.at(-1)?.sequence ?? 0
  const { messages } = await watch(last)
  expect(messages[0]?.body).toMatchObject({ lines: [{ what: 'second' }], gap: false })
})

test('acts are for those who may read the audit log', async () => {
  const { tell, watch } = freshOrganization()
  const [admin, viewer] = [await watch(0, true), await watch(0, false)]
  await tell([news('rooms.insert', 'act'), news('FORBIDDEN')])
  await until(() => admin.lines().length === 2 && viewer.lines().length === 1, 'both')
  expect(viewer.lines().map(({ what }) => what)).toEqual(['FORBIDDEN'])
})

test('[LL2] a storm is bounded: what is left out is counted, the oldest lines go, and a gap is told of', async () => {
  const { tell, watch, rows } = freshOrganization()
  const first = await (async () => {
    await tell([news('before')])
    return (await watch()).lines()[0]?.sequence ?? 0
  })()
  const perSecond = 60
  for (let second = 0; second < 11; second += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)))
    await tell(
      Array.from({ length: perSecond }, () => news('storm')),
      second,
    )
  }
  for (const count of [500, 100]) {
    await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)))
    await tell(Array.from({ length: count }, () => news('act', 'act')))
  }
  const { messages, lines } = await watch(first)
  const counted = lines().filter(({ kind }) => kind === 'left-out')
  // What was left out after it had been said is said in the next second: of the last storm beside the acts.
  const storms = counted.length - 1
  expect(counted.map(({ count }) => count)).toEqual([
    ...Array.from({ length: storms }, (_, at) => 10 + at + 11 - storms),
    10,
  ])
  expect(counted.length).toBeGreaterThan(5)
  expect(lines().length).toBeLessThanOrEqual(1_000)
  expect(messages[0]?.body.gap).toBe(true)
  expect((await rows()).length).toBeLessThanOrEqual(1_100)
}, 60_000)

test('[LL2] of a crowd everybody who comes and goes is told of, beside a storm of refusals', async () => {
  const { join, tell, watch } = freshOrganization()
  const watcher = await watch()
  const crowd = Array.from({ length: 100 }, (_, index) => `person-${index}`)
  const sockets = await Promise.all(
    crowd.map(async (userId) => {
      await tell(Array.from({ length: 2 }, () => news('storm')))
      return (await join('crowded', userId)).socket
    }),
  )
  await until(() => watcher.lines().filter(({ kind }) => kind === 'join').length >= crowd.length, 'all joins')
  for (const socket of sockets) socket.close(1000)
  await until(() => watcher.lines().filter(({ kind }) => kind === 'leave').length >= crowd.length, 'all leaves')
  for (const kind of ['join', 'leave'])
    expect(
      watcher
        .lines()
        .filter((line) => line.kind === kind)
        .map(({ who }) => who)
        .sort(),
    ).toEqual([...crowd].sort())
}, 60_000)

test('[LL2] of what is no refusal and no error there is a bound as well, and it is told', async () => {
  const { tell, watch } = freshOrganization()
  await new Promise((resolve) => setTimeout(resolve, 1_000 - (Date.now() % 1_000)))
  await tell(Array.from({ length: 700 }, () => news('act', 'act')))
  const { lines } = await watch()
  expect(lines().filter(({ kind }) => kind === 'act')).toHaveLength(500)
  expect(lines().find(({ kind }) => kind === 'left-out')?.count).toBe(200)
}, 60_000)

test('[LL3] of a room in memory nobody is written down, and everything is shown', async () => {
  const { join, watch, rows } = freshOrganization()
  const watcher = await watch()
  const bob = await join('m', 'bob', 'memory')
  await until(() => watcher.lines().length === 1, 'the join')
  bob.socket.close(1000)
  await until(() => watcher.lines().length === 2, 'the leave')
  expect(watcher.lines().map(short)).toEqual(['join m bob', 'leave m bob'])
  expect(await rows()).toEqual([])
})

test('whom a room ends is news', async () => {
  const { join, watch, organizationId } = freshOrganization()
  const watcher = await watch()
  await join('a', 'ada')
  const settings = roomSettings({ graceMs: 0 })
  const plan = { id: 'enterprise', revision: 0 } as const
  const room = env.ROOM.getByName(roomObjectName(organizationId, 'a'))
  await room.moderate(
    { kind: 'kick', userId: 'ada', claimsOnly: false },
    { organizationId, roomId: 'a', createdAt: 1, settings, plan },
  )
  await until(() => watcher.lines().find(({ kind }) => kind === 'refusal'), 'the kick')
  expect(watcher.lines().find(({ kind }) => kind === 'refusal')).toMatchObject({ roomId: 'a', who: 'ada' })
})
