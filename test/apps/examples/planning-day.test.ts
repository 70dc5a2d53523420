/**
 * A day in a planning room: nine records, five people, of whom two are on the page of Siteflow, two come through the SDK and one is heard of by
 * REST alone; a third SDK client of somebody who only watches. The server is killed twice, one of the people is away for most of it, and another's page
 * has no connection for an hour by its own clock.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Lease, Notification, SyncForgeError } from '@syncforge/client'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findChromium, launchBrowser } from '../../kit/chromium.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { createRoom, freshRoomId, openNetwork, rest, until } from '../../sdk/kit.ts'
import { actByRest, documents, inboxOf, joinBySdk, meaning, openPage, type Seen } from '../planning-day.ts'
import {
  comment,
  commentsOf,
  expectSign,
  messagesOf,
  openDocument,
  progressOf,
  say,
  showTab,
  takePen,
  textOf,
} from '../siteflow-page.ts'

const chromium = await findChromium()
const missing = 'missing' in chromium ? chromium.missing : undefined
const longMs = 90_000

describe.skipIf(missing)(`a day in a planning room${missing ? ` (no Chromium: ${missing})` : ''}`, () => {
  let browser: Browser
  let dataDir: string
  let server: TestServer

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'syncforge-day-'))
    ;[browser, server] = await Promise.all([launchBrowser(), startServer({ dataDir })])
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  const crash = async () => {
    const { port } = server
    await server.kill()
    server = await startServer({ port, dataDir })
  }
  const eventually = <T>(what: string, seen: () => Promise<T> | T, wanted: T) =>
    expect.poll(async () => seen(), { timeout: longMs, message: what }).toEqual(wanted)

  test('everybody ends with the same room; nothing is lost, nobody is told twice, and no lock ever has two holders', async () => {
    const roomId = freshRoomId('day')
    const place = { server: () => server, roomId }
    const named = (name: string) => `${name}-${roomId}`
    await createRoom(server, { id: roomId, access: 'private', graceMs: 60_000 })
    const [line, lunch] = [await openNetwork(server), await openNetwork(server)]

    // Morning: everybody comes, and the first of them sets the room up.
    const ada = await openPage(browser, place, named('Ada'))
    const bob = await openPage(browser, place, named('Bob'), lunch.endpoint.replace('ws', 'http'))
    const cyd = await joinBySdk(place, named('Cyd'), 'moderate')
    const dan = await joinBySdk(place, named('Dan'), 'write', line.endpoint)
    const watcher = await joinBySdk(place, named('watcher'), 'read')
    const eve = actByRest(place, named('Eve'))
    // Somebody whom the room knows by a grant alone.
    await rest(server, `/rooms/${roomId}/participants/${named('Eve')}`, { method: 'PATCH', body: '{"access":"write"}' })
    /** Every holder of a lock that anybody was told of, in the order in which they held it. */
    const held: Lease[] = []
    watcher.room.locks.subscribe((leases) => {
      for (const lease of leases)
        if (!held.some(({ key, token }) => key === lease.key && token === lease.token)) held.push(lease)
    })
    await eventually('the first tasks', () => cyd.room.checklists.get().total, 24)

    // The nine records: two reach for each of them at once, one has it, and the other comes after.
    const written: Record<string, string[]> = {}
    for (const { key } of documents.slice(2)) {
      const tries = await Promise.allSettled([cyd.room.locks.acquire(key), dan.room.locks.acquire(key)])
      const [won, ...others] = tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
      expect(others).toEqual([])
      const refused = tries.flatMap((each) =>
        each.status === 'rejected' ? [(each.reason as SyncForgeError).code] : [],
      )
      expect(refused).toEqual(['LOCK_HELD'])
      const [first, second] = won!.by.userId === cyd.userId ? [cyd, dan] : [dan, cyd]
      await first.room.locks.release(won!)
      await first.write(key, `${key} by the first`)
      await second.write(key, `${key} by the second`)
      written[key] = [`${key} by the first`, `${key} by the second`]
    }
    await eve.write('goals', 'goals by rest')
    written.goals!.push('goals by rest')
    const briefText = await takePen(ada, 'Brief')
    await briefText.fill('brief in the morning\n')
    await openDocument(bob, 'Audience')
    await (await takePen(bob, 'Audience')).fill('audience in the morning\n')
    await expectSign(ada, 'Saved')
    await expectSign(bob, 'Saved')
    await bob.page.getByRole('button', { name: 'Done' }).click()

    // They talk, and mean each other.
    await showTab(ada, 'Chat')
    await showTab(bob, 'Chat')
    await say(ada, 'Good morning')
    await eventually('ada is heard', () => messagesOf(bob), ['Good morning'])
    await dan.say('Morning, all')
    await cyd.say('Good morning, Ada')
    await eve.say('Good morning from a server')
    const thread = await cyd.room.comments.create({
      body: meaning([named('Ada'), named('Eve')], 'who decides?'),
      anchorId: 'brief',
    })
    await eve.comment(meaning([named('Dan'), named('Bob')], 'does'), { threadId: thread.id })
    for (const [planner, words] of [
      [ada, 'In one sentence?'],
      [bob, 'Two groups are enough'],
    ] as const) {
      await showTab(planner, 'Comments')
      await comment(planner, words)
    }

    // Noon: Dan is in a train, with a pen in his hand and words that nobody has.
    const risks = documents[8].key
    const held8 = await dan.room.locks.acquire(risks)
    const draft = await dan.room.records.autosave(risks, { token: () => held8.token })
    line.goDown()
    await until('dan is away', () => dan.room.status.get() !== 'connected')
    // Bob is at lunch, and his page is without a connection for an hour.
    lunch.goDown()
    await bob.page.clock.fastForward('01:00:00')
    draft.update(`${written[risks]!.join('\n')}\nwritten in the train\n`)
    await eventually(
      'the room lets go of his pen',
      () => watcher.room.locks.get().some(({ key }) => key === risks),
      false,
    )

    // The server dies while Ada writes. She keeps the pen.
    await briefText.fill('brief in the morning\nbrief while it died\n')
    await crash()
    await expectSign(ada, 'Saved', longMs)
    for (const { room } of [cyd, watcher]) await until('they are back', () => room.status.get() === 'connected', longMs)
    await ada.page.getByRole('button', { name: 'Done' }).click()

    // Whoever is away is told all the same; the pen he had is another's.
    await cyd.room.comments.reply(thread.id, { body: meaning([named('Dan')], 'do you?') })
    lunch.comeUp()
    await bob.page.clock.fastForward('05:00')
    await openDocument(bob, 'Budget and risks')
    const risksText = await takePen(bob, 'Budget and risks')
    await risksText.fill(`${await risksText.inputValue()}written in the office\n`)
    await expectSign(bob, 'Saved')

    // It dies again, while three of them check tasks off.
    const { items } = { items: await eve.tasks() }
    const rest24 = items.map(({ id }) => id)
    const checking = rest24.slice(0, 8).map((id) => cyd.check(id))
    await crash()
    await Promise.all(checking)
    await expectSign(bob, 'Saved', longMs)
    await bob.page.getByRole('button', { name: 'Done' }).click()
    for (const id of rest24.slice(8, 16)) await eve.check(id)

    // Afternoon: Dan is back. His old pen opens nothing, and his words are merged, not lost.
    line.comeUp()
    await until('dan is back', () => dan.room.status.get() === 'connected', longMs)
    await eventually('his words are refused', () => draft.get().status, 'refused')
    expect(draft.get().error?.code).toBe('LOCK_LOST')
    draft.stop()
    const again8 = await dan.room.locks.acquire(risks, { wait: true })
    expect(again8.token).toBeGreaterThan(held8.token)
    const theirs = (await dan.room.records.get(risks))!
    const stale = { expectedVersion: theirs.version, token: held8.token }
    await expect(dan.room.records.save(risks, 'over it', stale)).rejects.toMatchObject({ code: 'LOCK_LOST' })
    await dan.room.records.save(risks, `${theirs.content}written in the train\n`, {
      expectedVersion: theirs.version,
      token: again8.token,
    })
    await dan.room.locks.release(again8)
    await dan.say('Back from the train')
    await dan.room.comments.reply(thread.id, { body: 'I do' })
    for (const id of rest24.slice(16)) await dan.check(id)

    // Evening: all of them see the same.
    await until('all is done', () => [cyd, dan, watcher].every(({ room }) => room.checklists.get().share === 1), longMs)
    const said = [
      'Good morning',
      'Morning, all',
      'Good morning, Ada',
      'Good morning from a server',
      'Back from the train',
    ]
    const seen: readonly Seen[] = await Promise.all([cyd, dan, watcher, eve].map((each) => each.sees()))
    const [first] = seen
    for (const each of seen) expect(each).toEqual(first)
    expect(first).toMatchObject({ said, done: 24, total: 24 })
    expect(first!.records).toMatchObject({
      brief: 'brief in the morning\nbrief while it died\n',
      audience: 'audience in the morning\n',
    })
    for (const { key } of documents.slice(2)) {
      for (const words of written[key]!)
        expect(first!.records[key]!.split('\n').filter((each) => each === words)).toEqual([words])
    }
    expect(first!.records[risks]!.trim().split('\n').slice(-2)).toEqual([
      'written in the office',
      'written in the train',
    ])
    for (const planner of [ada, bob]) {
      await showTab(planner, 'Chat')
      await eventually('the messages', () => messagesOf(planner), said)
      await eventually('the progress', () => progressOf(planner), 100)
      for (const { key, title } of documents) {
        await openDocument(planner, title)
        const last = first!.records[key]!.trim().split('\n').at(-1)!
        await planner.page.locator('.prose').getByText(last).waitFor()
      }
      expect(await textOf(planner, 'Brief').count()).toBe(0)
    }
    expect(new Set(first!.commented).size).toBe(6)
    // Who commented what stands on both pages as the room has it, thread by thread.
    for (const { key, title } of documents) {
      const threads = watcher.room.comments.get().filter(({ anchorId }) => anchorId === key)
      const told = threads.map(({ comments }) => comments.map(({ author, text }) => `${author.userInfo.name}: ${text}`))
      expect(told.flat()).toHaveLength({ brief: 5, audience: 1 }[key as string] ?? 0)
      for (const planner of [ada, bob]) {
        await openDocument(planner, title)
        await showTab(planner, 'Comments')
        await eventually(`the comments on ${title}`, () => commentsOf(planner), told)
      }
    }

    // Nobody holds anything, and of every key each holder had a higher token than the one before.
    expect(watcher.room.locks.get()).toEqual([])
    for (const { key } of documents) {
      const tokens = held.filter((lease) => lease.key === key).map(({ token }) => token)
      expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b))
    }

    // Each was told of each thing once, whoever was away and whatever crashed.
    const told = async (name: string) =>
      (await inboxOf(place, named(name))).map(({ kind, count, payload }: Notification) => [
        kind,
        count,
        payload.commentId ?? null,
      ])
    const { threads } = { threads: watcher.room.comments.get() }
    await watcher.room.comments.load(threads[0]!.id)
    const [question, answer, reminder] = watcher.room.comments.get()[0]!.comments.map(({ id }) => id)
    // Two mentions in one thread are one notification that counts both.
    await eventually('what dan was told', () => told('Dan'), [['mention', 2, reminder!]])
    await eventually('what ada was told', () => told('Ada'), [['mention', 1, question!]])
    await eventually('what bob was told', () => told('Bob'), [['mention', 1, answer!]])
    const kindsOf = async (name: string) => (await told(name)).map(([kind, count]) => `${kind} ${count}`).sort()
    await eventually('what cyd was told', () => kindsOf('Cyd'), ['reply 2'])
    await eventually('what eve was told', () => kindsOf('Eve'), ['mention 1', 'reply 2', 'system 1'])
    // Pushed as they were told, each once, whatever crashed; and nothing that is not in the inbox.
    for (const { pushed, userId } of [cyd, dan]) {
      const kept = (await inboxOf(place, userId)).map(({ id }) => id).sort()
      await eventually(`what was pushed to ${userId}`, () => [...pushed].sort(), kept)
    }
    expect(watcher.pushed).toEqual([])
    expect([...ada.complaints, ...bob.complaints]).toEqual([])
  }, 300_000)
})
