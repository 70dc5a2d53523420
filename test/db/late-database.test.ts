/** A start whose database is reached and then late: it serves, for most of what people do in rooms needs none. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, it } from 'vitest'
import { startPostgres } from '../kit/postgres.ts'
import { startServer } from '../kit/server.ts'
import { afterTest } from '../sdk/kit.ts'

/** Between a server and PostgreSQL: what `/health` asks of it is held until it is let go, everything else passes. */
const openHoldingLine = async (port: number) => {
  let isHeld = true
  const sockets = new Set<Socket>()
  const line = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    far.pipe(near)
    near.on('data', (bytes) => void (isHeld && bytes.includes('select 1') ? near.destroy() : far.write(bytes)))
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(end)
      end.on('error', () => other.destroy()).on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  return {
    port: (line.address() as AddressInfo).port,
    letGo() {
      isHeld = false
    },
    close() {
      for (const socket of sockets) socket.destroy()
      line.close()
    },
  }
}

it('serves, says so, and is healthy once the database answers', async () => {
  const postgres = await startPostgres()
  if ('missing' in postgres) throw new Error(postgres.missing)
  const url = new URL(postgres.url)
  const line = await openHoldingLine(Number(url.port))
  url.port = String(line.port)
  const server = await startServer({ env: { DATABASE_URL: String(url) } })
  afterTest(async () => {
    await server.stop()
    line.close()
    await postgres.stop()
  })
  expect(server.output()).toContain('The database is late.')
  const health = async () => {
    const answer = await fetch(`${server.url}/health`)
    return [answer.status, ((await answer.json()) as { readonly database: string }).database]
  }
  expect(await health()).toEqual([503, 'unreachable'])
  line.letGo()
  expect(await health()).toEqual([200, 'ok'])
})
