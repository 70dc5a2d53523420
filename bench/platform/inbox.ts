// Owns how soon somebody who is mentioned in a room sees it in another tab, in which only their inbox is open.
import { subprotocol } from '@syncforge/protocol/version'
import { Latencies } from '../load/latencies.ts'
import { NativePerson, textFrame } from '../load/native-person.ts'
import { BenchSocket, clientFrame } from '../load/socket.ts'
import type { Verdict } from '../report/targets.ts'
import { syncforge } from '../servers/syncforge.ts'

const room = 'mentions'
const people = 20
const mentions = 300
/** The first ones warm up, and do not count. */
const warmUp = 40
const everyMs = 100
const p95MaxMs = 200
const textOpcode = 1
const openWithinMs = 30_000
const heardWithinMs = 10_000

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const tokenOf = async (origin: string, userId: string): Promise<string> => {
  const response = await fetch(`${origin}/api/v1/tokens`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk_dev_syncforge', 'content-type': 'application/json' },
    body: JSON.stringify({ userId, rooms: { [room]: ['comment'] } }),
  })
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { token: string }).token
}

/** Somebody's tab: `told` hears the text of each notification. */
const openTab = async (host: string, token: string, told: (text: string) => void): Promise<BenchSocket> => {
  const ready = Promise.withResolvers<void>()
  const socket = new BenchSocket(
    `ws://${host}/v1/inbox/socket?token=${token}`,
    {
      message(payload) {
        const { type, body } = JSON.parse(Buffer.from(payload).toString()) as {
          readonly type: string
          readonly body: { readonly notifications?: readonly { readonly text: string }[] }
        }
        if (type === 'welcome') ready.resolve()
        if (type === 'inbox.changed') for (const { text } of body.notifications ?? []) told(text)
      },
    },
    [subprotocol],
  )
  await socket.opened
  socket.send(clientFrame(Buffer.from(JSON.stringify({ type: 'hello', body: {} })), textOpcode))
  const timer = setTimeout(() => ready.reject(new Error('an inbox did not open')), openWithinMs)
  await ready.promise.finally(() => clearTimeout(timer))
  return socket
}

/**
 * @param quick with a fifth of the mentions
 * @param interrupt ends it early
 */
export const measureInbox = async (quick: boolean, interrupt: AbortSignal): Promise<readonly Verdict[]> => {
  const server = await syncforge.start()
  const latencies = new Latencies()
  const total = warmUp + (quick ? mentions / 5 : mentions)
  const sentAt: number[] = []
  let heard = 0
  try {
    await server.prepare(room, people)
    const { host } = new URL(server.nativeUrl?.(room) ?? '')
    const enter = async (userId: string) => {
      const token = await tokenOf(`http://${host}`, userId)
      const person = new NativePerson(`ws://${host}/v1/rooms/${room}/socket?token=${token}`, {}, {})
      await person.synced
      return { person, token }
    }
    const { person: writer } = await enter('writer')
    for (let n = 0; n < people; n += 1) {
      const { token } = await enter(`person-${n}`)
      await openTab(host, token, (text) => {
        const now = performance.now()
        const number = Number(text.split(' ').at(-1))
        const at = sentAt[number]
        if (at === undefined) return
        delete sentAt[number]
        heard += 1
        if (number >= warmUp) latencies.add(now - at)
      })
    }
    for (let n = 0; n < total; n += 1) {
      if (interrupt.aborted) throw new Error('interrupted')
      await pause(everyMs)
      sentAt[n] = performance.now()
      writer.socket.send(
        textFrame({ type: 'threads.create', ref: n + 1, body: { body: `<@person-${n % people}> ${n}` } }),
      )
    }
    for (const lastAt = performance.now(); heard < total && performance.now() - lastAt < heardWithinMs; )
      await pause(50)
  } finally {
    await server.stop()
  }
  const { p50Ms = Number.NaN, p95Ms = Number.NaN } = latencies.percentiles() ?? {}
  return [
    {
      target: 'from a comment to the tab of whom it mentions',
      wanted: `P95 ≤ ${p95MaxMs} ms, all of them`,
      measured: `P95 ${p95Ms.toFixed(0)} ms, P50 ${p50Ms.toFixed(0)} ms, ${heard} of ${total}`,
      verdict: heard === total && p95Ms <= p95MaxMs ? 'pass' : 'fail',
    },
  ]
}
