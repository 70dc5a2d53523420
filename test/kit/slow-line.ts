/** A line that is slow: between a client and a server, so many bytes a second each way, and told how often somebody dialled. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface SlowLine {
  /** Where a client dials instead of the server. */
  readonly endpoint: string
  connections(): number
  close(): void
}

/** @param port the server's @example const line = await openSlowLine(server.port, 250_000) */
export const openSlowLine = async (port: number, bytesPerSecond: number): Promise<SlowLine> => {
  const sockets = new Set<Socket>()
  let connections = 0
  const pass = (from: Socket, to: Socket) =>
    from.on('data', (bytes) => {
      to.write(bytes)
      from.pause()
      setTimeout(() => from.resume(), (bytes.length / bytesPerSecond) * 1_000)
    })
  const proxy = createServer((near) => {
    connections += 1
    const far = connect(port, '127.0.0.1')
    pass(near, far)
    pass(far, near)
    for (const [end, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(end)
      end.on('error', () => other.destroy()).on('close', () => other.destroy())
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `ws://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    connections: () => connections,
    close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    },
  }
}
