/** An endpoint of a test's own, with a receiver that listens for it. */
import { expect } from 'vitest'
import { startReceiver, verifyByStock } from '../../kit/receiver.ts'
import type { RunningServer } from '../../kit/server.ts'
import { afterTest } from '../../sdk/kit.ts'
import { call } from '../call.ts'

export interface MadeEndpoint {
  readonly id: string
  readonly secret: string
}

export interface ShownDelivery {
  readonly id: string
  readonly type: string
  readonly state: string
  readonly attempts: number
  readonly redeliveries: number
  readonly roomId: string | null
  readonly history?: readonly {
    readonly status: number | null
    readonly error: string | null
    readonly body: string
    readonly headers: object
    readonly at: number
    readonly durationMs: number
  }[]
  readonly request?: { readonly url: string; readonly body: string; readonly headers: Record<string, string> }
}

/** Waits until `read` gives something. */
export const eventually = async <T>(
  read: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  what: string,
  withinMs = 20_000,
): Promise<T> => {
  const endsAt = Date.now() + withinMs
  for (;;) {
    const value = await read()
    if (value) return value
    if (Date.now() > endsAt) throw new Error(`did not happen within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

export const makeEndpoint = async (
  server: RunningServer,
  wanted: Readonly<Record<string, unknown>>,
): Promise<MadeEndpoint> => {
  const { status, body } = await call(server, '/api/v1/webhooks', { method: 'POST', json: wanted })
  expect({ status, body }).toMatchObject({
    status: 201,
    body: { secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/) },
  })
  const made = body as MadeEndpoint
  afterTest(async () => {
    const { status: end } = await call(server, `/api/v1/webhooks/${made.id}`, { method: 'DELETE' })
    expect(end).toBe(204)
  })
  return made
}

export const openEndpoint = async (
  server: RunningServer,
  {
    behave,
    ...wanted
  }: { readonly behave?: Parameters<typeof startReceiver>[0]; readonly events?: readonly string[] } & Readonly<
    Record<string, unknown>
  > = {},
) => {
  const receiver = await startReceiver(behave)
  afterTest(() => receiver.stop())
  const made = await makeEndpoint(server, { url: receiver.url, events: ['*'], ...wanted })
  const path = `/api/v1/webhooks/${made.id}`
  const post = async (part: string, json?: unknown) => {
    const { status, body } = await call(server, `${path}/${part}`, {
      method: 'POST',
      ...(json === undefined ? {} : { json }),
    })
    return { status, body: body as Record<string, unknown> }
  }
  const delivery = async (id: string) => {
    const { body } = await call(server, `${path}/deliveries/${id}`)
    return body as ShownDelivery
  }
  return {
    ...made,
    path,
    receiver,
    post,
    delivery,
    /** Sends a test and waits for its fate. */
    async sendTest(withinMs?: number) {
      const { body } = await post('test')
      const id = String(body.deliveryId)
      return eventually(
        async () => {
          const found = await delivery(id)
          return found.state === 'pending' ? null : found
        },
        `the fate of ${id}`,
        withinMs,
      )
    },
    async deliveries(query = '') {
      const { body } = await call(server, `${path}/deliveries${query}`)
      return body as { readonly deliveries: readonly ShownDelivery[]; readonly nextCursor: string | null }
    },
    async status() {
      const { body } = await call(server, path)
      return body as {
        readonly isEnabled: boolean
        readonly offReason: string | null
        readonly status: Record<string, number | null>
      }
    },
    /** Whatever has come is taken by the stock libraries. */
    verifyAll: (secret = made.secret) => {
      for (const one of receiver.received) verifyByStock(secret, one)
    },
  }
}
