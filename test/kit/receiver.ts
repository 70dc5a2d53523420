/** A customer's server that receives webhooks, on a socket of its own: answers as it is told, and has every request verified by the stock libraries. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'

export interface Received {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  readonly event: { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> }
  /** What was answered, where that was a status. */
  readonly status: number | null
}

/** A status, or whoever answers by itself. */
export type Behaviour = number | ((response: ServerResponse, request: IncomingMessage) => void)

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString()
}

/** @throws Error unless both libraries take it */
export const verifyByStock = (secret: string, { text, headers }: Pick<Received, 'text' | 'headers'>): void => {
  new StandardWebhook(secret).verify(text, headers)
  new SvixWebhook(secret).verify(text, headers)
}

/** @param behave what to answer the nth request, from 0; 204 unless told otherwise */
export const startReceiver = async (
  behave: (received: Omit<Received, 'status'>, index: number) => Behaviour = () => 204,
  port = 0,
) => {
  const received: Received[] = []
  let behaviour = behave
  const server = createServer((request, response) => {
    void (async () => {
      const text = await bodyOf(request)
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
      const one = {
        id: headers['webhook-id'] ?? '',
        at: Date.now(),
        headers,
        text,
        event: JSON.parse(text) as Received['event'],
      }
      const told = behaviour(one, received.length)
      received.push({ ...one, status: typeof told === 'number' ? told : null })
      if (typeof told === 'number') response.writeHead(told).end()
      else told(response, request)
    })().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}/hooks`,
    received,
    /** Answers differently from now on. */
    behave(next: typeof behave) {
      behaviour = next
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
